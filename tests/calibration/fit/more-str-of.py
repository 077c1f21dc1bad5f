for v in (0, 7, -42, 123456, 2.5, True, None, "s", [1], (2,), {3: 4}):
    t = str(v)
    u = repr(v)
    print t, u, len(t)
for i in range(95, 105):
    print str(i) + "!"
