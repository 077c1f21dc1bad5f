def f():
    if 0:
        local = 1
    if 1:
        return 'one'
    else:
        break_is_not_compiled = 2
    return local

print f()
