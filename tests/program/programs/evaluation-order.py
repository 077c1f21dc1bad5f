def say(x):
    print x,
    return x
print say(1) + say(2) * say(3)
x = [say('a'), say('b')]
print
d = {say('k1'): say('v1'), say('k2'): say('v2')}
print
x[say(0)] = say('value')
print
print say(1) if say(0) else say(2)
def f(a, b, c=say('default')):
    return a, b, c
print f(say('x'), c=say('z'), b=say('y'))
[say('list')][say(0)]
print
del x[say(0)]
print x
