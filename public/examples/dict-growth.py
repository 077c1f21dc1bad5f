# Watch the table being replaced: every entry is put into the new one again.
import sys

squares = {}
size = sys.getsizeof(squares)
for n in range(100):
    squares[n] = n * n
    if sys.getsizeof(squares) != size:
        size = sys.getsizeof(squares)
        print len(squares), 'entries:', size, 'bytes'
