s = 'ab cd ' * 20
x = s.split()
