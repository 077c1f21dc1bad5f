def f():
    x = 1
    print y
    global x, y
assert (x, 'always true')
return
