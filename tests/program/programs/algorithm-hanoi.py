moves = []
def hanoi(n, source, target, spare):
    if n == 0:
        return
    hanoi(n - 1, source, spare, target)
    moves.append(source + target)
    hanoi(n - 1, spare, target, source)

hanoi(3, 'A', 'C', 'B')
print moves
del moves[:]
hanoi(7, 'A', 'C', 'B')
print len(moves), moves[:5], moves[-1]
