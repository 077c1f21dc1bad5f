a = 'x'
b = 3
c = a == b
c = a == b
c = a == b
c = a == b
