limit = 120
flags = [True] * (limit + 1)
p = 2
while p * p <= limit:
    if flags[p]:
        multiple = p * p
        while multiple <= limit:
            flags[multiple] = False
            multiple += p
    p += 1
print [n for n in range(2, limit + 1) if flags[n]]
