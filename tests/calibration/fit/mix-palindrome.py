def same(s):
    t = ""
    for c in s:
        if c != " ":
            t = t + c.lower()
    return t == t[::-1]

for s in ["Never odd", "abc", "Was it a rat I saw"]:
    print "%r: %s" % (s, same(s))
