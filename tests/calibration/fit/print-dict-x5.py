x = {1: 'a', 'b': 2}
print x
print x
print x
print x
print x
