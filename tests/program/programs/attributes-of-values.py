print isinstance('a', basestring), isinstance(1, basestring), isinstance('a', unicode), isinstance([], (set, list)), basestring
o = object()
print type(o), o is o, o == object(), object
print slice(1, 2), slice(3), slice(1, 10, 2).step, range(10)[slice(1, 8, 3)]
print hex(2**70)[2:], oct(2**70), bin(2**70), hex(-2**70)[3:], hex(0L), oct(0L), oct(8L), bin(-5L), hex(255L)
print '%x %X %#x %o %#o %020x %.30x %d' % (2**70, 2**70+10, 2L**19, 2**70, 2**70, 2**70, -2**70, 2**70)
print '{:,} {:d} {:x} {:#x} {:>30} {:f}'.format(2**70, -2**70, 2**70, 2L**19, 2**70, 2**70)
e = ValueError('x')
try:
    e + 1
except TypeError, x:
    print x
try:
    'a' + e
except TypeError, x:
    print x
try:
    ValueError.foo
except AttributeError, x:
    print x
try:
    ValueError.foo = 1
except TypeError, x:
    print x
print ValueError.__name__, ValueError, repr(e), str.__name__
print apply(max, (1, 5, 3)), apply(dict, (), {'a': 1})
def f(): pass
f.x = 1
delattr(f, 'x')
try:
    delattr(f, 'x')
except AttributeError, x:
    print x
print f.__dict__, f.func_dict
f.__dict__['y'] = 5
print f.y
f.__name__ = 'g'
print f.__name__, f.func_name
f.func_defaults = (1,)
print f.func_defaults, f.__module__, f.__doc__
e = IOError(2, 'No such file', 'x.txt')
print e, e.errno, e.strerror, e.filename, e.args, repr(e)
print OSError(1, 'a'), OSError('a'), OSError(), OSError(1, 2, 3, 4)
try:
    str.upper(5)
except TypeError, x:
    print x
try:
    str.upper()
except TypeError, x:
    print x
try:
    list.append([1])
except TypeError, x:
    print x
l = []
list.append(l, 4)
print l, map(str.strip, [' a ', 'b ']), dict.fromkeys('ab', 1), {}.fromkeys([1])
class_ = type(l)
print class_.sort, max(['a', 'B'], key=str.lower)
