a = 1
c = a == None
c = a != None
c = a == None
c = a != None
c = a == None
c = a != None
c = a == None
c = a != None
