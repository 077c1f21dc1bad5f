# Watch the count at the head of the list go up and down with every name and container.
import sys

x = [1, 2, 3]
print 'x alone, and the call:', sys.getrefcount(x)
y = x
print 'a second name:', sys.getrefcount(x)
box = [x, x]
print 'twice in a list:', sys.getrefcount(x)
box.pop()
y = None
print 'one left in the list:', sys.getrefcount(x)


def seen_inside(argument):
    return sys.getrefcount(argument)

print 'as an argument:', seen_inside(x)
