count = 0

def tick(step=1):
    global count
    count += step
    return count

for i in range(5):
    tick()
tick(10)
tick(step=-3)
print count
