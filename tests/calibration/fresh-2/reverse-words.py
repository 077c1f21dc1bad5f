line = 'never odd or even'
print ' '.join([w[::-1] for w in line.split(' ')])
print line[::-1].upper()
print line.replace('e', '3').title()
compact = line.replace(' ', '')
print compact == compact[::-1]
