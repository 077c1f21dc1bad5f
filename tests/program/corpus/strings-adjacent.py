x = 'a' "b" '''c'''
y = ('over '
     'two lines')
print x, y
