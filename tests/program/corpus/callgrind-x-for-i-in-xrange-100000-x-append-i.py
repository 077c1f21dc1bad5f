x=[]
for i in xrange(100000): x.append(i)
