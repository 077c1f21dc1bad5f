def mean(x):
    return sum(x) / float(len(x))

def median(x):
    s = sorted(x)
    half = len(s) // 2
    if len(s) % 2:
        return s[half]
    return (s[half - 1] + s[half]) / 2.0

marks = [71, 88, 64, 93, 55, 79, 88, 60]
print "mean", mean(marks), "median", median(marks)
print min(marks), max(marks)
marks.remove(55)
print median(marks)
