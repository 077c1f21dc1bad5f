x = 2
print x in (1, 2), x in [1, 2], x not in [3, 4], x in [x], x in []
if x in [1, 2, 3]: print 'list'
if not x in ('a', 'b'): print 'tuple'
for i in [1, 2]: print i
