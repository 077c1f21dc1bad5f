digits = '0123456789abcdef'
def convert(n, base):
    if n == 0:
        return '0'
    sign = ''
    if n < 0:
        sign, n = '-', -n
    out = ''
    while n:
        out = digits[n % base] + out
        n //= base
    return sign + out

for n in 0, 5, 255, -16, 1000000:
    print n, convert(n, 2), convert(n, 8), convert(n, 16), int(convert(n, 16), 16) == n
