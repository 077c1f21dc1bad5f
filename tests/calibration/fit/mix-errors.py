def number(text):
    try:
        return int(text)
    except ValueError:
        return None

for t in ["12", "x", "-7", ""]:
    print number(t),
print
d = {"a": 1}
for k in ["a", "b"]:
    try:
        print d[k]
    except KeyError:
        print "none"
