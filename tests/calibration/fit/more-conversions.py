print int(3.9), int("42"), int(" 7 "), float("2.5"), float(3), str(1.0), int(True), bool([]), bool("x")
print list("abc"), tuple([1, 2]), list((3, 4)), dict([(1, 2)]), list({5: 6}), long(5), abs(-2.5), round(2.567, 2)
print ord("A"), chr(97), sum([0.5, 1.5]), sum([1, 2], 10), min("hello"), max(1, 5, 3)
