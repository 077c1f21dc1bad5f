def say(x):
    print x
    return x

d = {say(1): say(2), say(3): say(4)}
print d[1] + d[3]
