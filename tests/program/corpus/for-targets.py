pairs = [(1, 2), (3, 4)]
for a, b in pairs: print a, b
for (a, b) in pairs: print b
for [a, b] in pairs: print a
for a, (b, c) in [(1, (2, 3))]: print c
for x, in [(1,)]: print x
d = {}
for d['k'] in range(2): pass
l = [0]
for l[0] in (5, 6): print l
