n = 0
for i in range(20):
    n |= 1 << i % 7
    n ^= i & 5
    n = n >> 1 if i % 5 == 0 else n
print n, ~n, n & 255, 6 ^ 3, 1 << 10, -8 >> 1
