def f(): return 1
a = f()
def f(): return 2
print a, f()
