def factorial(n):
    if n < 2:
        return 1
    return n * factorial(n - 1)

for n in range(0, 31):
    print n, factorial(n)
print repr(factorial(25))
