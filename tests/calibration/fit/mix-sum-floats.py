x = [1.5, 2.25, 3.75, 10.0]
t = sum(x)
print t, t / len(x)
m = sum([v ** 2 for v in x])
print m, m ** 0.5, 2 ** 10, 3.0 ** 3
