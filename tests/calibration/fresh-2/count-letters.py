text = 'the quick brown fox jumps over the lazy dog'
counts = {}
for letter in text:
    if letter != ' ':
        counts[letter] = counts.get(letter, 0) + 1
for letter in sorted(counts):
    if counts[letter] > 2:
        print letter, counts[letter]
