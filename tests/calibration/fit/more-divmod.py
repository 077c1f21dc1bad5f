for a, b in ((17, 4), (16, 4), (-17, 4), (0, 3), (99, -10)):
    q, r = divmod(a, b)
    print q, r
