import sys
depth = 0
def down():
    global depth
    depth += 1
    down()
try:
    down()
except RuntimeError, e:
    print e
print depth, sys.getrecursionlimit()
sys.setrecursionlimit(50)
depth = 0
try:
    down()
except RuntimeError, e:
    print e, depth
def total(n):
    return n and n + total(n - 1)
print total(30)
