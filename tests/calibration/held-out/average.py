def average(x):
    return sum(x) / float(len(x))

data = [12.5, 14.0, 9.5, 11.25, 13.75]
m = average(data)
v = average([(a - m) ** 2 for a in data])
print "mean %.3f variance %.3f" % (m, v)
print max(data), min(data)
