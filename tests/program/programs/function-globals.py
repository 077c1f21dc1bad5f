count = 0
def bump():
    global count, fresh
    count += 1
    fresh = count * 10

def read():
    return count

def shadow():
    count = 'local'
    return count

def broken():
    print count
    count = 1

for i in range(3):
    bump()
    print count, fresh, read(), shadow()
try:
    broken()
except UnboundLocalError, e:
    print e
try:
    print undefined
except NameError, e:
    print e
