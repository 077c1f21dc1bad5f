print list(iter("abc"))
print list(reversed([1, 2])), list(reversed([3]))
