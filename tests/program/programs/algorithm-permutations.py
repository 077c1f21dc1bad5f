def permutations(items):
    if not items:
        return [[]]
    result = []
    for i in range(len(items)):
        for rest in permutations(items[:i] + items[i + 1:]):
            result.append([items[i]] + rest)
    return result

for p in permutations([1, 2, 3]):
    print p
print len(permutations(range(5))), [''.join(p) for p in permutations(list('abc'))]
