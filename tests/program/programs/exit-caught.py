import sys
try:
    sys.exit(5)
except SystemExit, e:
    print 'caught', e, e.code, e.args
try:
    sys.exit('text')
except Exception:
    print 'not an Exception'
except BaseException, e:
    print 'base', e
raise SystemExit(4)
