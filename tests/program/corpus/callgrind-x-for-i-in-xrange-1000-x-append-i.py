x=[]
for i in xrange(1000): x.append(i)
