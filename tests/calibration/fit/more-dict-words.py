d = {}
for w in "the cat sat on the mat and the dog sat on the cat".split():
    if w not in d:
        d[w] = 0
    d[w] += 1
for k in sorted(d):
    print k, d[k]
