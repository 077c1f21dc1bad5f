# Watch the second list take the slots that the first one gave back.
first = range(1000, 1100)
del first
second = range(5000, 5100)
print second[0], second[-1]
del second[10:90]
third = range(7000, 7080)
print len(second), len(third)
