x = [1, 2, 3, 2, 1]
x.remove(2)
print x
x.remove(1)
print x
x.remove(1.0)
print x
try:
    x.remove(7)
except ValueError, e:
    print e
words = ['a', 'b', 'a']
words.remove('a')
print words
try:
    words.remove('q')
except ValueError, e:
    print 'ValueError:', e
