names = ["x", "y", "z"]
values = [1.5, 2.5, 3.5]
for i, name in enumerate(names):
    print i, name, values[i]
d = dict(zip(names, values))
print sorted(d.items())
print reversed(names) is names, list(reversed(names))
