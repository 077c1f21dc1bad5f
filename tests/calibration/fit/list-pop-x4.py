x = [2]
x.append(1)
y = x.pop()
x.append(1)
y = x.pop()
x.append(1)
y = x.pop()
x.append(1)
y = x.pop()
