data = [3, 7, 1, 5, 2]
for i, n in enumerate(data):
    print str(i).rjust(2), "#" * n
top = max(data)
for level in range(top, 0, -1):
    line = ""
    for n in data:
        if n >= level:
            line += "* "
        else:
            line += "  "
    print line
