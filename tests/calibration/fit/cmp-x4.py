y = cmp(1, 2)
y = cmp(1, 2)
y = cmp(1, 2)
y = cmp(1, 2)
