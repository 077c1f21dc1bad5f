def compose(f, g):
    table['f'] = f
    table['g'] = g
    return call
def call(x):
    return table['f'](table['g'](x))
table = {}
print compose(len, str)(12345)
def add(x, y):
    return x + y
print reduce(add, range(5)), map(add, 'ab', 'cd'), filter(None, [0, 1, '', 'a']), map(None, [1, 2], 'a')
print add.__name__, callable(add), callable(3), type(add), add.func_code.co_argcount
counter = [0]
def tick():
    counter[0] += 1
    return counter[0]
print tick(), tick(), tick()
total = 0
def bump():
    global total
    total += 10
bump(); bump()
print total
