calls = 0

def tick(step):
    global calls
    calls += 1
    return calls * step

total = 0
for i in xrange(100):
    total += tick(i % 7)
print calls, total
