def shift(text, by):
    result = ''
    for c in text:
        if c.isalpha():
            base = ord('A') if c.isupper() else ord('a')
            c = chr((ord(c) - base + by) % 26 + base)
        result += c
    return result

secret = shift('Hello, World!', 3)
print secret, shift(secret, -3)
for by in range(0, 26, 5):
    print by, shift('attack at dawn', by)
