import sys
item = 'a string that is ' + str(1)
print sys.getrefcount(item)
x = [item] * 10
print sys.getrefcount(item)
y = x[:]
print sys.getrefcount(item), sys.getrefcount(x)
x.extend(y)
print sys.getrefcount(item)
d = dict.fromkeys(range(5), item)
print sys.getrefcount(item)
d.clear()
x[:] = []
y.reverse()
print sys.getrefcount(item)
for i in y:
    pass
print sys.getrefcount(item)
i = 0
t = tuple(y)
s = t[2:5] + t
print sys.getrefcount(item), sys.getrefcount(t)
del y, t, s
print sys.getrefcount(item)
