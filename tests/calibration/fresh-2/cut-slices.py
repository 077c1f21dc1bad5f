letters = list('abcdefghijkl')
print letters[2:5], letters[-4:], letters[::3]
letters[1:3] = ['X', 'Y', 'Z']
letters.insert(0, '>')
letters.extend(['m', 'n'])
print ''.join(letters)
while len(letters) > 4:
    letters.pop()
print letters, 'Y' in letters
