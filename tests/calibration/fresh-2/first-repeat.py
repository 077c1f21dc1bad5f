def first_repeat(items):
    seen = {}
    for position, item in enumerate(items):
        if item in seen:
            return seen[item], position
        seen[item] = position
    return -1, -1

print first_repeat([9, 8, 7, 8, 9])
print first_repeat('abcdefga')
print first_repeat([])
