def encode(text):
    out = []
    i = 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        out.append((text[i], j - i))
        i = j
    return out

pairs = encode("aaabccddddde")
print pairs
print "".join([c * n for c, n in pairs])
