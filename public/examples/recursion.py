# Watch the frames pile up to the innermost call, and leave one by one.
def factorial(n):
    if n < 2:
        return 1
    return n * factorial(n - 1)

for n in range(1, 13):
    print n, factorial(n)
