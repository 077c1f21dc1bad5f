def last(s):
    return s[-1]


def pair(n):
    return n % 3, -n

words = ['pear', 'fig', 'apple', 'kiwi', 'plum']
words.sort(key=last)
print words
numbers = range(12)
numbers.sort(key=pair)
print numbers
numbers.sort(key=abs, reverse=True)
print numbers
