out = ""
for i in range(12):
    out = out + str(i) + ","
print out
line = ""
for w in ["some", "words", "to", "join"]:
    line += w.upper()
    line += " "
print line, len(line)
print "-".join(["a", "bc", "def"]), "".join([]), ", ".join(map(str, range(5)))
