print 'a'.encode('ascii'), 'a'.encode('utf-8'), 'abc'.encode(), 'a\xff'.encode('hex'), '61ff'.decode('hex') == 'a\xff'
for t in ['6', 'zz']:
    try:
        t.decode('hex')
    except TypeError, e:
        print e
try:
    'a'.encode(5)
except TypeError, e:
    print e
