def is_palindrome(s):
    cleaned = ''.join([c for c in s.lower() if c.isalnum()])
    return cleaned == cleaned[::-1]

for s in 'A man, a plan, a canal: Panama', 'hello', '', 'No lemon, no melon', 'ab':
    print repr(s), is_palindrome(s)
print [n for n in range(200) if str(n) == str(n)[::-1]]
