count = 0
for c in 'mississippi':
    if c == 's':
        count += 1
    elif c == 'i':
        continue
    print c,
print count
for i, c in enumerate('xyz'):
    print i, c
print list('abc'), tuple('abc'), zip('abc', 'xyz'), map(ord, 'abc'), sorted('banana')
a, b, c = 'xyz'
print a, b, c
