for a in 0, 1, 5, 255, -1, -6, 1023:
    print a, a & 12, a | 12, a ^ 12, ~a, a << 3, a >> 2, a >> 70
print 1 << 0, 1 << 10, 1 << 62, 0 << 100, -1 >> 5, 5 >> 64, -5 >> 100
for shift in -1, -5:
    try:
        1 << shift
    except ValueError, e:
        print e
    try:
        1 >> shift
    except ValueError, e:
        print e
try:
    1 << 'a'
except TypeError, e:
    print e
try:
    1.5 & 1
except TypeError, e:
    print e
