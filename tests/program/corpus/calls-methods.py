x = []
x.append(1)
x.extend([3, 2])
x.insert(0, 9)
x.sort()
x.reverse()
print x, x.pop(), x.index(3), x.count(1), 'a-b'.split('-'), ' '.join(['a', 'b'])
print 'abc'.upper().lower().replace('a', 'b'), {}.get('a', 0)
