a = 1.5
b = 2.25
c = a + b
c = a + b
c = a + b
c = a + b
c = a + b
