a = 'spam'
c = len(a)
c = len(a)
c = len(a)
c = len(a)
c = len(a)
