def average(values):
    total = 0.0
    for v in values:
        total += v
    return total / len(values)

marks = [72, 85, 91, 66, 58, 79, 94]
m = average(marks)
print 'mean is about', int(m)
above = [x for x in marks if x > m]
print len(above), 'above the mean:', above
