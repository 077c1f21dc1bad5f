import sys
print >>sys.stderr, 'to stderr', 1, [2]
print 'to stdout'
print >>sys.stderr, 'a',
print >>sys.stderr, 'b'
print >>sys.stdout, 'also stdout'
print >>sys.stderr
print >>None, 'None is stdout'
sys.stdout.write('written\n')
sys.stderr.write('written to stderr\n')
sys.stdout.write('no newline, ')
print 'then print'
