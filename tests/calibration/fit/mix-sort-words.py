names = ["walnut", "elm", "oak", "birch", "ash", "maple", "fir"]
print sorted(names)
print sorted(names, reverse=True)
print sorted(names, key=len)
names.sort()
names.reverse()
print names, "oak" in names, "yew" in names
