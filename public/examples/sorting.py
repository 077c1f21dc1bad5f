# Watch the ints stay where they are while the references in the list's array move.
numbers = [1000 - n * n % 97 for n in range(30)]
numbers.sort()
print numbers


def last_digit(n):
    return n % 10

numbers.sort(key=last_digit)
print numbers
print sorted(['pear', 'fig', 'apple'], key=len)
