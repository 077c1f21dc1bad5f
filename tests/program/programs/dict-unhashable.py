d = {}
for key in [], {}, ([],):
    try:
        d[key] = 1
    except TypeError, e:
        print e
try:
    print [] in d
except TypeError, e:
    print e
print d
