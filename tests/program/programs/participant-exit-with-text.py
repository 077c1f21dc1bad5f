import sys
try:
    sys.exit('bye')
except SystemExit, e:
    print e, e.code, e.args
sys.exit('last words')
