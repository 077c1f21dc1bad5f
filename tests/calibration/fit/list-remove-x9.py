x = [1, 2, 3]
x.remove(2)
x = [1, 2, 3]
x.remove(2)
x = [1, 2, 3]
x.remove(2)
x = [1, 2, 3]
x.remove(2)
x = [1, 2, 3]
x.remove(2)
x = [1, 2, 3]
x.remove(2)
x = [1, 2, 3]
x.remove(2)
x = [1, 2, 3]
x.remove(2)
x = [1, 2, 3]
x.remove(2)
