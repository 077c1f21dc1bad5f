m = [[1, 2, 3], [4, 5, 6]]
t = [[row[i] for row in m] for i in range(3)]
m[0][1] = 20
m.append(m[0])
print t, m, m[2] is m[0], sum([sum(r) for r in m])
a, b = m[0][0], m[1][2]
(a, b), c = (b, a), a + b
print a, b, c
