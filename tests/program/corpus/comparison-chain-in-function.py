def inside(lo, x, hi):
    return lo <= x < hi

def classify(x):
    if 0 < x < 10 or 100 < x < 110:
        return 'in'
    return 'out'

print inside(1, 2, 3), inside(1, 3, 3), classify(5), classify(50)
