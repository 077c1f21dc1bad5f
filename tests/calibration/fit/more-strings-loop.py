text = "one two three two one"
longest = ""
for w in text.split():
    if len(w) > len(longest):
        longest = w
    print w[0].upper() + w[1:], w.count("e"), w.find("o")
print longest, text.index("three"), text.split("two")
vowel = [c for c in text if c in "aeo"]
print len(vowel), "".join(vowel), text.isdigit(), text.title()
