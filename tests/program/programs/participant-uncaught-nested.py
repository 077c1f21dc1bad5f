def a(x):
    b(x + 1)
def b(x):
    c([x])
def c(l):
    print l[0]
    return l[5]
a(1)
