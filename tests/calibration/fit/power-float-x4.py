a = 2.0
b = 3.0
c = a ** b
c = a ** b
c = a ** b
c = a ** b
