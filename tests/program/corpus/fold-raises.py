# What raises is left to run time.
def f():
    return [1 / 0, 1 // 0, 1 % 0, 'a' + 1, -'a', ~1.5, 1 << -1, 'a'[5], 0 ** -1, None + 1, '%d' % 'a']

print f is not None
