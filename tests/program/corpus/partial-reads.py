cache = range(2000)
total = 0
for step in (7, 41, 166):
    for i in range(0, len(cache), step):
        total += cache[i]
half = cache[:len(cache) // 2]
print total, len(half), 3000 in cache, cache.count(5)
