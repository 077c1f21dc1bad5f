s = ""
for i in range(20):
    s += str(i) + ","
print s
print len(s), s.count(","), s.replace(",", ";")
