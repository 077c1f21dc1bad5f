x = [3, 1, 2]
x.append(7)
x.insert(1, 9)
x.extend([4, 4])
print x, x.count(4), x.index(9), x.pop(), x.pop(0)
x.remove(2)
x[1:2] = [8, 8, 8]
x[0] += 5
del x[-1]
print x, 8 in x, 5 not in x, x + [1], x * 2, x[::2], x[-2:]
x.reverse()
print x == [8], x != x[:], len(x), min(x), [0] * 5
