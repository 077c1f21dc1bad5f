text = "the quick brown fox jumps over the lazy dog and the cat sat on the mat"
counts = {}
for word in text.split():
    if word in counts:
        counts[word] += 1
    else:
        counts[word] = 1
for word in sorted(counts):
    print word, counts[word]
