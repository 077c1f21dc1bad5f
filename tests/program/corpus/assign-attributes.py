def f():
    pass

f.count = 1
f.other = f.count
f.count, f.other = 2, 3
print f.count, f.other
del f.other
