def digits(n):
    total = 0
    while n:
        total += n % 10
        n //= 10
    return total

counts = [0] * 19
for n in range(0, 100):
    counts[digits(n)] += 1
print counts
