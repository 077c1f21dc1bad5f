words = ["banana", "bandana", "cab", ""]
for w in words:
    print w.replace("an", "AN"), w.replace("a", ""), w.replace("b", "bb"), w.replace(" ", "_")
print "a b c d e".replace(" ", ""), "x".replace("x", "y")
