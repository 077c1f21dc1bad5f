x = [1, 'two', 3.0, None, True, (4,), [5, []], {'six': 6}, (), {}, ('a', 'b')]
print x
print repr(x) == str(x)
x = []
x.append(x)
print x
y = [x, 1]
x.append(y)
print y
d = {}
d['self'] = d
print d
