def grade(points):
    if points >= 90:
        return "A"
    elif points >= 75:
        return "B"
    elif points >= 60:
        return "C"
    else:
        return "F"

points = {"ann": 91, "ben": 78, "cat": 59, "dan": 66}
for name in sorted(points.keys()):
    print "%s: %s" % (name, grade(points[name]))
