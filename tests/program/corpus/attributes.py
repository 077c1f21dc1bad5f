def f(): pass
f.a = []
f.a.append(1)
print f.a, f.__name__, f.a.__len__(), (1).__class__, 'x'.join
