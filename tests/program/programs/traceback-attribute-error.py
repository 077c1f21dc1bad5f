x = [3, 1, 2]
x.sort().reverse()
