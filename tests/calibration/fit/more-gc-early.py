import gc
made = []
for i in range(30):
    made.append([i, (i, [i])])
gc.collect()
del made
print gc.collect()
