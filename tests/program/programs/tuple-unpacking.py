(a, b), c = (1, 2), 3
print a, b, c
[x, y] = 'pq'
print x, y
for i, (j, k) in enumerate([(1, 2), (3, 4)]):
    print i, j, k
for values in (1, 2), (1, 2, 3, 4), [], 5, 'ab':
    try:
        p, q, r = values
    except ValueError, e:
        print 'ValueError:', e
    except TypeError, e:
        print 'TypeError:', e
p = q = r = []
p.append(1)
print q, r is p
