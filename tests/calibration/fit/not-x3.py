a = True
b = []
y = not a
y = not b
y = not a
y = not b
y = not a
y = not b
