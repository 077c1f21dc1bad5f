for c in 'az AZ09':
    print c, ord(c), chr(ord(c)), hex(ord(c)), oct(ord(c))
print [chr(i) for i in range(60, 70)], chr(0) == '\0'
try:
    chr(256)
except ValueError, e:
    print e
try:
    ord('ab')
except TypeError, e:
    print e
