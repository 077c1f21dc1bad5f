import sys
def leave():
    try:
        sys.exit()
    finally:
        print 'finally runs'
leave()
print 'never'
