text = '''the cat sat on the mat
the dog sat on the log'''
counts = {}
for line in text.splitlines():
    for word in line.split():
        counts[word] = counts.get(word, 0) + 1
for word in sorted(counts, key=counts.get, reverse=True)[:2]:
    print '%-5s|%3d' % (word, counts[word])
items = [(n, w) for w, n in counts.items()]
items.sort()
items.reverse()
print items
print counts
for k in counts.keys():
    if counts[k] < 2:
        del counts[k]
print counts, len(counts), 'cat' in counts, counts.has_key('the')
