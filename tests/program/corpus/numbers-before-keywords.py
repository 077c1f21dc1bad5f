x = 1if 1else 2
y = [2for z in (0x1,)]
print 1and 2or 3
