def f(n):
    squares = [i * i for i in range(n) if i != 2]
    pairs = [(a, b) for a in squares for b in squares if a < b]
    return squares, pairs, i

print f(4)
