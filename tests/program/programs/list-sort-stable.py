pairs = [(1, 'b'), (0, 'a'), (1, 'a'), (0, 'b'), (1, 'c')]


def first(p):
    return p[0]

pairs.sort(key=first)
print pairs
pairs.sort(key=first, reverse=True)
print pairs
pairs.sort()
print pairs
