print float(), float(3), float('1.5'), float(' -2e3 '), float('inf'), float('-inf'), float('nan'), float(True)
for bad in 'abc', '', '1,5', None, []:
    try:
        print float(bad)
    except ValueError, e:
        print 'ValueError:', e
    except TypeError, e:
        print 'TypeError:', e
nan = float('nan')
print nan == nan, nan != nan, nan < 1, nan in [nan], float('inf') > 1e308
print round(2.5), round(-2.5), round(1.25, 1), round(1234.5, -2), round(3)
try:
    int(float('nan'))
except ValueError, e:
    print e
try:
    int(float('inf'))
except OverflowError, e:
    print e
