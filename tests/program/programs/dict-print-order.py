print {'a': 1, 'b': 2, 'c': 3}
print {'one': 1, 'two': 2, 'three': 3, 'four': 4, 'five': 5}
print {3: 'c', 1: 'a', 2: 'b'}, {10: 1, 2: 2, 33: 3, 8: 4, 16: 5}
print {-1: 'm', -2: 'n', 0: 'z'}, {1.5: 'x', 2.5: 'y', 0.1: 'z'}
print {'a': 1, 1: 'a', None: 0, (1, 2): [3]}
d = {}
for word in 'the quick brown fox jumps over the lazy dog again and again'.split():
    d[word] = d.get(word, 0) + 1
    print d
