x = (1, 'a')
y = (1,)
print x
print y
print x
print y
print x
print y
print x
print y
print x
print y
