a = 'hello'
b = 'hello'
print a is b
c = 'hel' + 'lo'
print a is c
d = ''.join(['hel', 'lo'])
print a is d, a == d, intern(d) is a
e = 'hello world'
f = 'hello world'
print e is f
print 'x' is 'xyz'[0], chr(120) is 'x', 'ab'[:1] is 'a', 'abc'[1:1] is ''
x = 'a' * 20
y = 'a' * 20
z = 'a' * 21
print x is y, len(z), z is 'a' * 21
name = 'attr'
print getattr([], 'append').__name__, hasattr([], name), hasattr([], 'pop')
for n in ['up' + 'per', 'low' + 'er', 'ti' + 'tle']:
    print getattr('aB c', n)(),
