l = [0]
try:
    {}[1]
except KeyError, l[0]:
    print repr(l[0])
try:
    {}[2]
except KeyError, (key,):
    print key
