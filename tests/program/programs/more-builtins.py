print divmod(7, 2), divmod(-7, 2), divmod(7.5, 2), pow(2, 10), pow(2, 10, 1000), pow(2, -1), any([0, 1]), any([]), all([1, 1]), all([1, 0]), all([])
print bool(), bool([]), bool('a'), bool(0.0), cmp(1, 2), hash(5), hash('a'), hash('hello'), hash(1.0), hash(1.5), hash((1, 2)), hash(None) == hash(None)
print hex(255), hex(-255), oct(8), oct(0), bin(5), bin(-5), chr(65), ord('A'), callable(len), callable(5)
x = iter([1, 2])
print x.next(), next(x), next(x, 'end')
try:
    x.next()
except StopIteration:
    print 'stop'
print getattr('a', 'nope', 5), hasattr('', 'join'), hasattr('', 'nope'), slice(1, 2), intern('abc'), coerce(1, 2.5)
