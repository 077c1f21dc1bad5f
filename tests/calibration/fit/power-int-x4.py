a = 3
b = 5
c = a ** b
c = a ** b
c = a ** b
c = a ** b
