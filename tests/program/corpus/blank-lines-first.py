

# The first line of code is line 5.

x = 1
print x
