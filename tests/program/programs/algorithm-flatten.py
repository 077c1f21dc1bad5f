def flatten(x):
    result = []
    for item in x:
        if isinstance(item, (list, tuple)):
            result.extend(flatten(item))
        else:
            result.append(item)
    return result

print flatten([1, [2, [3, [4, (5, 6)]], []], 'seven', [[8]]])
def depth(x):
    if not isinstance(x, list):
        return 0
    return 1 + max([0] + [depth(item) for item in x])
print depth([]), depth([1, [2, [3]]]), depth(5)
