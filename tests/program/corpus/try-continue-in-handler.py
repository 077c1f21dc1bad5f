n = 0
while n < 4:
    n += 1
    try:
        int('x' * n)
    except ValueError:
        if n % 2:
            continue
        print n
