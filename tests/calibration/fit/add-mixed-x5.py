a = 3
b = 2.5
c = a + b
c = a + b
c = a + b
c = a + b
c = a + b
