y = round(2.567, 1)
y = round(2.567, 1)
y = round(2.567, 1)
y = round(2.567, 1)
