data = {'name': 'x', 'tags': ['a', 'b'], 'size': {'w': 1, 'h': 2}}
data['tags'].append('c')
data['size']['w'] += 10
print data['name'], data['tags'], data['size']['w'], sorted(data['size'].items())
table = {}
for i in range(3):
    for j in range(3):
        table[i, j] = i * j
print table
print table[2, 2], (1, 1) in table, (3, 3) in table
