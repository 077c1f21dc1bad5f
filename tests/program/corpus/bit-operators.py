a = 12
b = 10
print a & b, a | b, a ^ b, ~a, a << 2, a >> 1, a & b | 1 ^ 2, ~a & 0xff
print 1 << 3 + 1, (1 << 3) + 1
