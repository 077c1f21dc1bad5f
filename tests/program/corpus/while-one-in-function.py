def f(n):
    while 1:
        n -= 1
        if n < 0:
            return 'below'
        if n == 7:
            break
        continue
    else:
        return 'unreachable'
    return n

print f(3), f(10)
