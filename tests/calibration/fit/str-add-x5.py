a = 'spam'
b = 'eggs'
c = a + b
c = a + b
c = a + b
c = a + b
c = a + b
