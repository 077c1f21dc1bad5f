x=[]
for i in xrange(1000000): x.append(i)
