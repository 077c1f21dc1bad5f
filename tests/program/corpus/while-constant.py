n = 0
while 1:
    n += 1
    if n > 3: break
while 0:
    print 'never'
while 0:
    print 'never'
else:
    print 'else'
while 'yes':
    break
else:
    print 'not printed'
print n
