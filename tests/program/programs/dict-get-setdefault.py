d = {'a': 1}
print d.get('a'), d.get('b'), d.get('b', 0), d.get('a', 9)
print d.setdefault('a', 5), d.setdefault('c', 7), d.setdefault('n'), d
groups = {}
for word in ['apple', 'bat', 'ant', 'cow', 'bee']:
    groups.setdefault(word[0], []).append(word)
print groups
try:
    d.get()
except TypeError, e:
    print e
try:
    d.get([])
except TypeError, e:
    print e
