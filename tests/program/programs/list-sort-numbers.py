x = [5, 2, 9, 1, 5, 6]
x.sort()
print x
x.sort(reverse=True)
print x
y = [3.5, 1, 2, -1.25, 0, 3]
y.sort()
print y
print x.sort()
z = []
z.sort()
print z
z = [1]
z.sort()
print z
