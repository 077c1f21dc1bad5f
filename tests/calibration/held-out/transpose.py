m = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]
t = [[row[i] for row in m] for i in range(4)]
print t
print zip(m[0], m[1])
