values = [2, 4, 4, 4, 5, 5, 7, 9]
n = len(values)
mean = sum(values) / float(n)
variance = sum([(v - mean) ** 2 for v in values]) / n
print mean, variance, variance ** 0.5
s = sorted(values)
median = (s[n / 2 - 1] + s[n / 2]) / 2.0
print median, min(values), max(values), max(values) - min(values)
histogram = {}
for v in values:
    histogram[v] = histogram.get(v, 0) + 1
for v in sorted(histogram):
    print '%3d %s' % (v, '#' * histogram[v])
