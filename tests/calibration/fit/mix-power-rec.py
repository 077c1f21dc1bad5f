def power(b, e):
    if e == 0:
        return 1
    half = power(b, e // 2)
    if e % 2 == 1:
        return half * half * b
    return half * half

for e in range(12):
    print power(3, e),
print
