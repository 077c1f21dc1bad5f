def shift(text, k):
    out = []
    for c in text:
        if c.isalpha():
            out.append(chr((ord(c) - 97 + k) % 26 + 97))
        else:
            out.append(c)
    return "".join(out)

secret = shift("attack at dawn", 3)
print secret
print shift(secret, -3)
