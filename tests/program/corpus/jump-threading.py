def f(a, b, c):
    if a and b and c:
        return 1
    if a or b or c:
        return 2
    if (a or b) and c:
        return 3
    if not (a and (b or c)):
        return 4
    x = a and (b or c)
    y = (a and b) or c
    z = (a or b) and c or a
    while a and b or c:
        if a: continue
        if b: break
        c = 0
    return x, y, z

print f(0, 0, 0), f(1, 1, 1), f(0, 1, 0)
