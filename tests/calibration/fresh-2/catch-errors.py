def divide(a, b):
    try:
        return a / b
    except ZeroDivisionError:
        return None

print divide(10, 3), divide(1, 0)
values = ['12', 'seven', '30', '']
good = []
for v in values:
    try:
        good.append(int(v))
    except ValueError:
        print 'not a number:', repr(v)
print good, sum(good)
