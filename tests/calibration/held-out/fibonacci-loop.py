a, b = 0, 1
values = []
while len(values) < 30:
    values.append(a)
    a, b = b, a + b
print values
