def shift(text, k):
    out = []
    for c in text:
        if c.isalpha():
            base = ord('a') if c.islower() else ord('A')
            c = chr((ord(c) - base + k) % 26 + base)
        out.append(c)
    return ''.join(out)
s = shift('Hello, World!', 3)
print s, shift(s, -3)
print ''.join([chr(ord('a') + i) for i in range(26)])
print ''.join(reversed('abc')), 'abc'[::-1] == ''.join(sorted('cba', reverse=True)), 'racecar' == 'racecar'[::-1]
print [ord(c) for c in 'Az09'], 'a,b;c'.replace(';', ',').split(','), 'a  b '.split(), 'a  b '.split(' ')
table = {}
for i, c in enumerate('hello'):
    table.setdefault(c, []).append(i)
print sorted(table.items())
