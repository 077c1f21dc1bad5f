x = ['ab'] * 20
s = ','.join(x)
