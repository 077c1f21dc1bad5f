hits = 0
for a in xrange(1, 40):
    for b in xrange(1, 12):
        if a % b == 0:
            hits += 1
print hits
