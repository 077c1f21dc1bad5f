pi = 3.14159
areas = []
for r in [0.5, 1, 1.5, 2, 10]:
    areas.append(pi * r ** 2)
for a in areas:
    print round(a, 2), "%.1f" % a
print sum(areas) / len(areas)
