count = 0
def bump():
    global count, total
    count += 1
    total = count

bump()
bump()
print count, total
