def attempt(n):
    if n == 0: return range(1.5)
    if n == 1: return range(1, 2, 0)
    if n == 2: return [1] * 'a'
    if n == 3: return 'a' * -1
    if n == 4: return 'abc'['a']
    if n == 5: return (1, 2)[5]
    if n == 6: return {}[0]
    if n == 7: return int([])
    if n == 8: return float('x')
    if n == 9: return chr(300)
    if n == 10: return ord('ab')
    if n == 11: return sum(['a'])
    if n == 12: return zip(1)
    if n == 13: return sorted(5)
    if n == 14: return list(None)
    if n == 15: return dict([1])
    if n == 16: return ','.join([1])
    if n == 17: return [1, 2].index(5)
    if n == 18: return 'abc'.index('z')
    if n == 19: return (1).x
    if n == 20: return abs('a')
    if n == 21: return -'a'
    if n == 22: return reduce(max, [])
    if n == 23: return map(1, [1])
    if n == 24: return 10 ** 400 * 1.0
    if n == 25: return xrange(10)[20]
    if n == 26: return int('')
    if n == 27: return [1, 2, 3][1:'a']
    if n == 28: return {1: 2}.foo
    if n == 29: return len(xrange(3), 2)
    if n == 30: return hash([])
    if n == 31: return 1 if [] < 1 else 'end'
for i in range(32):
    try:
        print i, attempt(i)
    except Exception, e:
        print i, type(e).__name__, e
