def f(n=[1, 2][5]):
    return n
