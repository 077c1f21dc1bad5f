c = {}
for l in 'abracadabra' * 3:
    c[l] = c.get(l, 0) + 1
