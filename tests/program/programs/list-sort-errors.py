def broken(a, b):
    raise ValueError('no order')


def wrong(a, b):
    return 'x'

x = [3, 1, 2]
try:
    x.sort(broken)
except ValueError, e:
    print e
print len(x)
try:
    x.sort(wrong)
except TypeError, e:
    print e
try:
    x.sort(key=5)
except TypeError, e:
    print e
try:
    x.sort(1, 2, 3, 4)
except TypeError, e:
    print e
