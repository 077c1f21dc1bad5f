def outer(n):
    def inner(x):
        return x * 2
    total = 0
    for i in range(n):
        total += inner(i)
    return total

def make():
    def made():
        return 'made'
    return made

print outer(5), make()(), make().__name__
if outer(2) > 1:
    def chosen():
        return 'first'
else:
    def chosen():
        return 'second'
print chosen()
