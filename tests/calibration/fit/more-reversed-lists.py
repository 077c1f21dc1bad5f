names = ["b", "c"]
backwards = list(reversed(names))
for n in reversed(backwards):
    names.append(n)
print names
