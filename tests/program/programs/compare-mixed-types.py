values = [None, -1, 0, 1.5, True, 'a', '', [], [1], (), (1,), {}]
for a in values:
    row = []
    for b in values:
        if a < b:
            row.append('<')
        elif a == b:
            row.append('=')
        else:
            row.append('>')
    print ''.join(row), repr(a)
print cmp(1, 2), cmp('b', 'a'), cmp([1], [1])
