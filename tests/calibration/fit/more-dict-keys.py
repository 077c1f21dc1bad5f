d = {1: "a", 2: "b", (1, 2): "c", 2.5: "d", "x": "e", None: "f"}
print d[1], d[(1, 2)], d[2.5], d["x"], d[None]
d[(1, 2)] = 5
d[3] = d.get(7, "none")
print 2 in d, (2, 1) in d, len(d)
del d[2.5]
d.pop(1)
print d.has_key("x"), d.setdefault("y", 9), d.setdefault("x", 9)
