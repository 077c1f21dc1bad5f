words = 'the quick brown fox jumps over the lazy dog'.split()
words.sort()
print words
words.sort(key=len)
print words
words.sort(key=len, reverse=True)
print words
words.sort(key=str.upper)
print words
words.sort(None, None, True)
print words
