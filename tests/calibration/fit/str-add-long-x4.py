a = 'spam' * 30
b = 'eggs' * 50
c = a + b
c = a + b
c = a + b
c = a + b
