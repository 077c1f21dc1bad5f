for a in 7, -7, 0, 1, -1, 100:
    for b in 2, -2, 3, -3, 7, -100:
        print a, b, a / b, a // b, a % b, (a / b) * b + a % b == a
