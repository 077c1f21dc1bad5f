def classify(n):
    for i in range(2, n):
        if n % i == 0:
            return 'composite', i
    else:
        if n < 2:
            return
    return 'prime',

for n in range(12):
    print n, classify(n)

def early(x):
    while True:
        x -= 1
        if x < 0:
            return x
        if x == 3:
            break
    return 'broke'
print early(2), early(9)
