s = 'ab,cd,' * 1
x = s.split(',')
