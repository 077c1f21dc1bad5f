state = 12345
def rand(n):
    global state
    state = (state * 1103515245 + 12345) % 2147483648
    return state // 65536 % n

print [rand(6) + 1 for i in range(20)]
deck = range(10)
for i in range(len(deck) - 1, 0, -1):
    j = rand(i + 1)
    deck[i], deck[j] = deck[j], deck[i]
print deck, state
counts = [0] * 6
for i in xrange(600):
    counts[rand(6)] += 1
print counts, sum(counts)
