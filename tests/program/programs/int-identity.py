a = 256
b = 255 + 1
print a is b
c = 257
d = 256 + 1
print c == d
x = [i for i in range(5)]
y = range(5)
print x[3] is y[3], x is y, None is None, True is True, 1 == True, 0 == False, True + True
print type(True), type(1), True, False, repr(True), str(False), -True, not 1, True & False, True | 2
