print int(), int(5), int(3.99), int(-3.99), int('42'), int('  -17 '), int('ff', 16), int('101', 2), int('0x1f', 16)
print int(True), int('0'), int('z', 36), int('+5'), int('077', 8), int('0b11', 0)
for bad in 'abc', '', '1.5', '1 2', '0x10', None, [], (1,):
    try:
        print int(bad)
    except ValueError, e:
        print 'ValueError:', e
    except TypeError, e:
        print 'TypeError:', e
try:
    int('9', 8)
except ValueError, e:
    print e
try:
    int(5, 10)
except TypeError, e:
    print e
print str(5), str(-5), repr(5), '%d' % 5, int(str(123)) + 1
