def double(x):
    return x * 2

def is_odd(x):
    return x % 2

def add(a, b):
    return a + b

print map(double, [1, 2, 3]), map(double, 'ab'), map(str, [1, 2]), map(add, [1, 2], [10, 20]), map(None, [1, 2], 'ab'), map(None, [1], [2, 3])
print filter(is_odd, range(8)), filter(None, [0, 1, '', 'a', [], None]), filter(is_odd, (1, 2, 3)), filter(None, 'abc')
print reduce(add, [1, 2, 3]), reduce(add, [], 5), reduce(add, 'abc')
try:
    map(double)
except TypeError, e:
    print e
try:
    map(double, 5)
except TypeError, e:
    print e
try:
    map(add, [1])
except TypeError, e:
    print e
