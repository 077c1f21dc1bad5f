text = "The quick brown fox jumps over the lazy dog"
vowels = 0
for c in text.lower():
    if c in "aeiou":
        vowels += 1
print vowels, "vowels in", len(text), "letters"
print text.count("o"), text.find("fox"), text.replace("dog", "cat")
print text.split()[3].title(), text[::-1]
