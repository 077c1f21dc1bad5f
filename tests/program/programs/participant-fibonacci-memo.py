cache = {}
def fib(n):
    if n in cache:
        return cache[n]
    if n < 2:
        result = n
    else:
        result = fib(n - 1) + fib(n - 2)
    cache[n] = result
    return result
print fib(50), fib(100), len(cache)
def slow(n):
    if n < 2:
        return n
    return slow(n - 1) + slow(n - 2)
print [slow(i) for i in range(15)]
a, b = 0, 1
while b < 10 ** 20:
    a, b = b, a + b
print a, b, type(a), type(b)
