print
print 1
print 1, 2,
print 3
print 'a', 'b' 'c', [1], (2,), {}
print (1), (1, 2), ()
print 'no newline',
