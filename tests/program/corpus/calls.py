def f(a=0, b=0, c=0): return a * 100 + b * 10 + c

print f(), f(1), f(1, 2), f(1, 2, 3), f(c=1), f(1, c=2), f(b=1, a=2, c=3)
print f(f(1), f(f(2)))
print max(1, 2), min([3, 4]), len('abc')
