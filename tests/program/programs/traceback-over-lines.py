def total(values,
          start=0):
    for value in values:
        start = (start +
                 value *
                 2)
    return start

print total([1, 2])
print total(
    [1, 2,
     'three'],
    10)
