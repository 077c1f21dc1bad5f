# Watch the list stay: the name x holds a reference to it until the interpreter exits.
x = range(300)
print len(x), 'ints from', x[0], 'to', x[-1]
