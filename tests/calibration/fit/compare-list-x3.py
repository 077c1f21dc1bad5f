a = [1, 2, 3]
b = [1, 2, 4]
c = a == b
c = a < b
c = a == b
c = a < b
c = a == b
c = a < b
