n = 1
def outer():
    global n
    def inner():
        return n + len([n])
    n = 5
    return inner()

print outer()
