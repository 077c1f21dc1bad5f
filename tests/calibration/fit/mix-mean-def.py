def mean(values):
    return sum(values) / float(len(values))

def spread(values):
    m = mean(values)
    return sum([(v - m) ** 2 for v in values]) / len(values)

data = [3, 1, 4, 1, 5, 9, 2, 6]
print mean(data)
print spread(data)
print max(data) - min(data)
