a = True
b = False
y = 1 if a else 2
y = 1 if b else 2
y = 1 if a else 2
y = 1 if b else 2
y = 1 if a else 2
y = 1 if b else 2
