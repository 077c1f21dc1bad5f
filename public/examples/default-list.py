# Watch the list of the default grow from call to call.
def remember(item, items=[]):
    items.append(item)
    return items

print remember(1)
print remember(2)
print remember('own', [])
print remember(3)
