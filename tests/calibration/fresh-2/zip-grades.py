names = ['Mia', 'Noah', 'Liam']
grades = [1, 3, 2]
book = dict(zip(names, grades))
for name in names:
    print name.ljust(6), book[name]
print 'best: %s' % min(zip(grades, names))[1]
print 'average: %.2f' % (sum(grades) / float(len(grades)))
