parts = []
for i in range(20):
    parts.append('%02d:%s' % (i, chr(97 + i)))
print ' '.join(parts)
s = ''
for i in range(1, 8):
    s += ' ' * (7 - i) + '*' * (2 * i - 1) + '\n'
print s
print '\n'.join([('#' * n).rjust(6) for n in range(6)])
