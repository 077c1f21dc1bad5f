text = """the cat sat on the mat the dog sat on the log
a cat and a dog"""
counts = {}
for word in text.split():
    counts[word] = counts.get(word, 0) + 1
def by_count(pair):
    return -pair[1], pair[0]
for word, n in sorted(counts.items(), key=by_count):
    print word.ljust(5), n, '*' * n
print counts
letters = {}
for c in text.replace('\n', ' '):
    letters.setdefault(c, []).append(1)
print sorted([(len(v), k) for k, v in letters.items()], reverse=True)[:5]
