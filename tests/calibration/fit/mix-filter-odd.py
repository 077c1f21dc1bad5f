def odd(n):
    return n % 2

def small(n):
    if n < 20:
        return True
    return False

print filter(odd, range(15))
print filter(small, [3, 50, 19, 20, 7])
print map(odd, range(6))
