x = 1
assert x
assert x, 'no'
assert x
assert x, 'no'
assert x
assert x, 'no'
assert x
assert x, 'no'
