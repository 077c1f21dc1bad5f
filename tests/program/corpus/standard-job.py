def job(cache):
    total = 0
    for i in cache:
        total += i
    return total

print job(range(300))
