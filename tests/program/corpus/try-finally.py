try:
    print 'body'
finally:
    print 'finally'
try:
    try:
        x = unknown
    finally:
        print 'cleanup'
except NameError, e:
    print e
