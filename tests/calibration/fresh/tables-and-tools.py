import gc
print gc.isenabled(), gc.get_threshold()
table = {}
for word in ["to", "be", "or", "not", "to", "be"]:
    table[word] = table.get(word, 0) + 1
items = table.items()
items.sort()
print items
print map(len, table.keys()), filter(None, [0, 1, "", "x"])
