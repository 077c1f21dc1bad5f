# Watch the list outlive its name, until the collector comes.
import gc

gc.collect()
loop = [1, 2, 3]
loop.append(loop)
del loop
print gc.collect(), 'object was unreachable'
