x = []
x.append(1)
x = []
x.append(1)
x = []
x.append(1)
x = []
x.append(1)
x = []
x.append(1)
x = []
x.append(1)
x = []
x.append(1)
x = []
x.append(1)
x = []
x.append(1)
