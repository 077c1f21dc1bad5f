# Watch the dict move to a larger table when the sixth word comes in.
text = 'one two three one two one four five six seven one two'
counts = {}
for word in text.split():
    counts[word] = counts.get(word, 0) + 1
for word in sorted(counts):
    print word, counts[word]
print counts
