x = [
    i
    for i in range(5)
    if i
    if i < 4
]
print x
