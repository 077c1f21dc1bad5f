x = ['ab'] * 5
s = ','.join(x)
