x = 1
def f():
    print x
    x = 2
try:
    f()
except UnboundLocalError, e:
    print e
def g():
    return undefined_thing
try:
    g()
except NameError, e:
    print e
del x
try:
    x
except NameError, e:
    print e
def h():
    for i in range(3):
        pass
    return i
print h(), [j for j in 'ab'], j
assert h() == 2, 'fine'
try:
    assert h() == 3, ('wrong', h())
except AssertionError, e:
    print e, e.args
