# Watch a slice copy references only, and a deletion move the items behind it.
numbers = range(300, 320)
middle = numbers[5:15]
print middle[0] is numbers[5]
del numbers[2:18]
print numbers
numbers[1:1] = middle[::3]
print numbers
