def subsets(items):
    if not items:
        return [[]]
    rest = subsets(items[1:])
    return rest + [[items[0]] + s for s in rest]

all_of_them = subsets(["a", "b", "c", "d"])
print len(all_of_them)
print all_of_them[5], all_of_them[-1]
