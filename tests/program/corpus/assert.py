x = 1
assert x
assert x == 1, 'x is one'
assert not x - 1, 'message %d' % x
assert (x and
        x > 0)
