x = [3, 1]
x.sort()
x
x[0]
x[0] + 1
len(x)
not x
x and x
[i for i in x]
