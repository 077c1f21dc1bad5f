a = 1
print 0 < a < 2, 0 < a < 2 < 3, a == 1 is True, 0 < a in [1] != 2
if 0 < a < 5: print 'inside'
if not 0 < a < 1: print 'outside'
x = 0 <= a <= 1 and 'unit' or 'other'
print x
