s = "abcdefghij"
print s[2], s[-1], s[2:5], s[:3], s[7:], s[::-1], s[::2], s[8:2:-2]
for c in s[1:4]:
    print c * 3, ord(c), chr(ord(c) + 1)
print s == s[:], s[:5] < s[5:], "c" in s, "xyz" in s, len(s * 4)
