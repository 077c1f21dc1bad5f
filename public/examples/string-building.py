# Watch the first loop make a longer string at every turn, and join make one.
slow = ''
for i in range(50):
    slow = slow + str(i) + ','
parts = []
for i in range(50):
    parts.append(str(i))
    parts.append(',')
quick = ''.join(parts)
print len(slow), slow == quick
