text = "one two three\nfour five\nsix one"
for line in text.splitlines():
    parts = line.split(" ")
    print len(parts), "-".join(parts).strip()
print text.split(), "a,b,,c".split(",")
