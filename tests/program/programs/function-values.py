def add(a, b):
    return a + b
def sub(a, b):
    return a - b
table = {'+': add, '-': sub}
for op in sorted(table):
    print op, table[op](7, 3)
f = add
print f is add, f.__name__, f(1, 2), f('a', 'b'), f([1], [2])
print [g(10, 4) for g in (add, sub)], map(add, [1, 2], [3, 4])
def nothing():
    'its text'
print nothing(), nothing.__doc__, add.__doc__
def apply_twice(g, x):
    return g(g(x))
def inc(n):
    return n + 1
print apply_twice(inc, 5), add.func_code.co_varnames, add.func_code.co_argcount
