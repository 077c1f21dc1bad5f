a = 5
b = 5
print a is b, id(a) == id(b)
a = 257
b = 257
print a is b
c = a
print c is a, c == b
x = 1000
y = x + 1 - 1
print x == y, x is y
print [i for i in range(-10, 300) if i is int(str(i))][0], [i for i in range(-10, 300) if i is int(str(i))][-1]
print 'a' is 'a', 'ab' * 1 is 'ab', '' is str(), () is tuple()
