print
print 1,
print 2,
print 'x', None, [1, 'a'], ('t',), {'k': 1.5}
print 'a\n', 'b'
print 'tab\there', 'quote\'s', "dq\"s", 'back\\slash', '\x41\101'
print ['tab\t', 'nl\n', 'q\'', 'both\'"', '\x00\xff']
print 'a' 'b', 'a' * 3, ('a', ), 1, (1, 2)
print '%s and %s' % ('x', 'y'), 'end',
print ''
print '', 'x'
print 5 == 5
