x = [2]
x.insert(0, 1)
x.insert(0, 1)
x.insert(0, 1)
x.insert(0, 1)
