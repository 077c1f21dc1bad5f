s = "  Hello, World  "
t = s.strip()
print t.lower(), t.upper(), t.title(), t.swapcase(), t.capitalize()
print t.replace("l", "L"), t.replace("World", "x"), t.replace("q", "r")
print t.find("World"), t.find("zz"), t.index("o"), t.rfind("o"), t.count("l")
print t.startswith("Hell"), t.endswith("d"), t.isalpha(), "123".isdigit(), " ".isspace()
print t.center(20), t.ljust(16) + "|", t.rjust(16), "7".zfill(3)
print t.split(","), "a-b-c".split("-"), "a b  c".split()
