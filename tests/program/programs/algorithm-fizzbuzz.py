for i in xrange(1, 31):
    if i % 15 == 0:
        print 'FizzBuzz',
    elif i % 3 == 0:
        print 'Fizz',
    elif i % 5 == 0:
        print 'Buzz',
    else:
        print i,
print
print [i % 3 / 2 * 'Fizz' + i % 5 / 4 * 'Buzz' or i + 1 for i in range(15)]
