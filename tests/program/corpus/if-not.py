a = []
b = {}
if not a:
    print 'empty'
if not not b:
    print 'no'
if not (a or b):
    print 'both empty'
if not a in [a]:
    print 'no'
if not a is a:
    print 'no'
