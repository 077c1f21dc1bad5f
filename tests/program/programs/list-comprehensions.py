print [i * i for i in range(6)]
print [i for i in range(20) if i % 3 == 0]
print [(a, b) for a in range(3) for b in 'xy']
print [a + b for a in range(4) if a for b in range(3) if a != b]
print [[j for j in range(i)] for i in range(4)]
print [c.upper() for c in 'hello' if c not in 'aeiou']
i = 99
x = [i for i in (1, 2, 3)]
print i, x
print [k for k in {'a': 1}], [s for s in []]
