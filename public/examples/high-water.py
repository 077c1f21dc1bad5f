# Watch the int blocks after the list has gone: a block with one live int is never returned.
import gc

numbers = range(10000)
kept = numbers[::40]
del numbers
gc.collect()
print len(kept), 'ints keep the blocks of all'
