a = 3000
b = 4000
c = a + b
c = a + b
c = a + b
c = a + b
c = a + b
