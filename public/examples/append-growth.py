# Watch the array behind the list: most appends fit into it, a few make it larger with realloc.
import sys

numbers = []
size = sys.getsizeof(numbers)
for i in xrange(200):
    numbers.append(i)
    if sys.getsizeof(numbers) != size:
        size = sys.getsizeof(numbers)
        print 'item', len(numbers), 'made it grow to', size, 'bytes'
