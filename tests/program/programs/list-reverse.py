for n in range(6):
    x = range(n)
    x.reverse()
    print x
x = ['one', 'two', 'three']
x.reverse()
print x, x.reverse(), x
print x[::-1]
