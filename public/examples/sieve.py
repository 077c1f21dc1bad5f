# Watch one long list do the work: True and False are shared, so no ints are made for the flags.
limit = 100
flags = [True] * (limit + 1)
flags[0] = flags[1] = False
for n in range(2, 11):
    if flags[n]:
        flags[n * n::n] = [False] * len(flags[n * n::n])
print [n for n in range(limit + 1) if flags[n]]
