"""A module with a main function."""
def main():
    """Does it."""
    values = []
    for i in range(5):
        values.append(i ** 2)
    print "values:", values
    return 0

if __name__ == '__main__':
    main()
