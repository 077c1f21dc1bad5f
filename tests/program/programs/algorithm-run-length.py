def encode(s):
    out = []
    i = 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]:
            j += 1
        out.append((s[i], j - i))
        i = j
    return out

def decode(pairs):
    return ''.join([c * n for c, n in pairs])

for s in 'aaabbc', '', 'x', 'abab', 'zzzzzzzzzz':
    print encode(s), decode(encode(s)) == s
