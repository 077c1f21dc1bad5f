import time, sys
for i in range(1000):
    pass
print type(time), time
sys.stdout.write('no newline')
sys.stdout.write(' then\n')
sys.stderr.write('to stderr\n')
print >>sys.stderr, 'printed', 1, 2
print sys.maxint, sys.byteorder, sys.platform, sys.version_info[:2], sys.argv
sys.exit(3)
