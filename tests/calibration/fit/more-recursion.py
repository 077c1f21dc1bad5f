def power(b, n):
    if n == 0:
        return 1
    half = power(b, n // 2)
    if n % 2:
        return half * half * b
    return half * half
def depth(x):
    if not isinstance(x, list):
        return 0
    return 1 + max([0] + [depth(v) for v in x])
def total(x):
    if len(x) == 0:
        return 0
    return x[0] + total(x[1:])
print power(2, 30), power(3, 13), depth([1, [2, [3, []]]]), total([1, 2, 3, 4, 5])
