words = 'the quick brown fox jumps over the lazy dog'.split()
def by_length(w):
    return len(w), w
print sorted(words, key=by_length)
print sorted(words, key=len, reverse=True)
print sorted(set_of) if 0 else sorted(words)[::-1]
def compare(a, b):
    return cmp(b, a)
words.sort(compare)
print words
pairs = zip(words, range(len(words)))
pairs.sort()
print pairs
print sorted([3, 'a', None, 2.5, (1,), [1], {}, True, 'B'])
