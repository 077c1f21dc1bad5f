# Watch two lists: one is made whole by range, the other grows turn by turn.
squares = [n * n for n in range(40)]
even = [s for s in squares if s % 2 == 0]
print len(squares), len(even), sum(even)
