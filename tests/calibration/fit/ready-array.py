from array import array
a = array("i", [1, 2, 3])
print a[0], len(a)
a.append(7)
print a
