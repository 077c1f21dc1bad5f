def merge(a, b):
    c = []
    while a and b:
        if a[0] < b[0]:
            c.append(a.pop(0))
        else:
            c.append(b.pop(0))
    return c + a + b

def sort(x):
    if len(x) < 2:
        return x
    m = len(x) / 2
    return merge(sort(x[:m]), sort(x[m:]))

print sort([38, 27, 43, 3, 9, 82, 10])
