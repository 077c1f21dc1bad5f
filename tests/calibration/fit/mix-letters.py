def shout(text):
    out = ""
    for c in text:
        if c.isalpha():
            out += c.upper()
        elif c.isdigit():
            out += chr(ord(c) + 1)
        else:
            out += "_"
    return out

print shout("a1 b2, c3!")
print shout("longer text of words 42")
