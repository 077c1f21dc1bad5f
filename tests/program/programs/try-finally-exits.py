def leave(how):
    for i in range(2):
        try:
            print 'try', how, i
            if how == 'return':
                return 'returned'
            if how == 'break':
                break
            if how == 'continue':
                continue
            if how == 'raise':
                raise ValueError(how)
        finally:
            print 'finally', i
        print 'after', i
    return 'end'

for how in 'fall', 'return', 'break', 'continue':
    print leave(how)
try:
    leave('raise')
except ValueError, e:
    print 'caught', e

def override():
    try:
        return 'try'
    finally:
        return 'finally'
print override()
def swallow():
    for i in range(3):
        try:
            raise KeyError(i)
        finally:
            break
    return i
print swallow()
