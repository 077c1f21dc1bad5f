# Each of these raises, so it must stay in the code.
def f():
    return ['%d' % 'a', '%d' % None, '%x' % 'b', 'none' % 1, '%s %s' % 1, '%(key)s' % 1,
            '%' % 1, '%z' % 1, '%c' % 256, '%c' % 'ab', '%c' % 1.5, '%e' % 'x', '%d' % 1e309, '%*d' % 1]

print f is not None
