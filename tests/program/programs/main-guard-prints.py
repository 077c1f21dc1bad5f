"""The text of the module."""
def main():
    print 'in main', __doc__
    return 0

if __name__ == '__main__':
    print main()
