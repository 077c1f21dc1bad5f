c = {}
for l in 'abracadabra' * 1:
    c[l] = c.get(l, 0) + 1
