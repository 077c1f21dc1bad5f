def tally(text):
    counts = {}
    for c in text:
        if c in counts:
            counts[c] += 1
        else:
            counts[c] = 1
    return counts

t = tally("mississippi river")
items = t.items()
items.sort()
for name, n in items:
    print name, n
