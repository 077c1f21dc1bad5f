print 'a',
print 'b',
print
print 'c', 'd',
print 'e\n',
print 'f'
print 'tab\t',
print 'g'
print
print '',
print 'h'
print 1, 'x', 2.5, None, [1], (1,), {}, True
print ('a', 'b')
print('a')
print ''
print ' ',
print 'i',
