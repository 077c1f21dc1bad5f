s = 'ab cd ' * 5
x = s.split()
