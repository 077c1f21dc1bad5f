x = [3, 'b', None, 1.5, 'a', [2], (1,), {}, -1, True]
x.sort()
print x
print None < 0, 0 < {}, {} < [], [] < '', '' < ()
print max(1, 'a', None), min(1, 'a', None)
