x = range(300)
[i for i in x]
