x = range(10)
y = max(x)
y = min(x)
