# Watch the free list: every int of the loop gets the slot that the one before it gave back.
total = 0
for i in xrange(1000):
    total += i
print total
