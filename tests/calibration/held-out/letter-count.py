text = "hello world this is a test"
counts = {}
for letter in text:
    counts[letter] = counts.get(letter, 0) + 1
pairs = counts.items()
pairs.sort()
print pairs
