x = ['ab'] * 1
s = ','.join(x)
