x = range(60)
y = max(x)
y = min(x)
