print 'key=value'.partition('='), 'a=b=c'.partition('='), 'none'.partition('='), ''.partition('x')
print 'a=b=c'.rpartition('='), 'none'.rpartition('='), '=x'.partition('='), 'x='.rpartition('=')
try:
    'a'.partition('')
except ValueError, e:
    print e
