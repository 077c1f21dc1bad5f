def to_binary(n):
    if n == 0:
        return '0'
    digits = ''
    while n > 0:
        digits = str(n & 1) + digits
        n >>= 1
    return digits

for n in [0, 5, 64, 1000]:
    print n, to_binary(n), int(to_binary(n), 2)
