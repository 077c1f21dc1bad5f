# Watch del take away the last reference: the list dies, and every int returns its slot.
x = range(300)
y = x
del x
print 'one name is gone, the list is not:', len(y)
del y
print 'now it is'
