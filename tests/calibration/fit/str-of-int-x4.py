i = 12345
c = str(i)
c = str(i)
c = str(i)
c = str(i)
