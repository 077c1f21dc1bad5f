words = "alpha beta gamma delta".split()
out = []
for w in words:
    out.append(w[::-1].upper())
print " ".join(out)
print "-".join(sorted(words, reverse=True))
