a = 1
print (a, 2), (1, a), [a], (a,), {a: a}, {'k': [a, (a, a)]}
