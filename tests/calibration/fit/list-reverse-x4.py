x = [1, 2, 3, 4, 5]
x.reverse()
x.reverse()
x.reverse()
x.reverse()
