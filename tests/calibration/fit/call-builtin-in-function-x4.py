def f(x):
    return len(x)
f([1, 2])
f([1, 2])
f([1, 2])
f([1, 2])
