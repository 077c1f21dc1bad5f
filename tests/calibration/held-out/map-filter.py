def double(x):
    return x * 2

def odd(x):
    return x % 2 == 1

x = range(12)
print map(double, x)
print filter(odd, x)
print sum(map(double, filter(odd, x)))
