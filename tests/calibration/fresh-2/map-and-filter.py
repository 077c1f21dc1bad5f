def even(n):
    return n % 2 == 0

def double(n):
    return n + n

data = range(30)
print map(double, filter(even, data))
print sum(map(double, data)), len(filter(even, data))
