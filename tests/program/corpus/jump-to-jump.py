def f(x):
    while x:
        if x > 5:
            if x > 8:
                x -= 3
            else:
                x -= 2
        else:
            x -= 1
            if x == 2:
                break
    for i in range(x):
        if i:
            if i > 1:
                pass
            else:
                continue
        else:
            pass
    return x

print f(20)
