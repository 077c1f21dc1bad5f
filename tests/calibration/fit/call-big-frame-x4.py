def f():
    a = b = c = d = e = g = h = i = j = k = l = m = 1
    return [a, b, c, d, e]
f()
f()
f()
f()
