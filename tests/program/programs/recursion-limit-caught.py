def down(n):
    return down(n + 1)
try:
    down(0)
except RuntimeError, e:
    print e
def count(n):
    try:
        return count(n + 1)
    except RuntimeError:
        return n
print count(0)
def fine(n):
    return n and fine(n - 1)
print fine(900)
