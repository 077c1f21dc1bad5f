import sys
print >>sys.stdout
print >>sys.stdout, 'one', 2
print >>sys.stdout, 'open',
print >> None, 'closed'
