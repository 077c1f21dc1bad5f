people = [('Ada', 36), ('Grace', 85), ('Alan', 41), ('Edsger', 72), ('Barbara', 68)]

def age(person):
    return person[1]

for name, years in sorted(people, key=age):
    print '%-10s %3d' % (name, years)
print sorted(people, reverse=True)[0][0]
