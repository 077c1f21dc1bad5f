def run(n):
    try:
        print 'try',
        x = 10 / n
    except ZeroDivisionError:
        print 'except',
        x = None
    else:
        print 'else',
    finally:
        print 'finally',
    return x

print run(2)
print run(0)
try:
    print run('a')
except TypeError, e:
    print e
try:
    try:
        1 / 0
    finally:
        print 'inner finally'
except ZeroDivisionError, e:
    print 'outer', e
