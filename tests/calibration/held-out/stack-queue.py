stack = []
for i in range(8):
    stack.append(i * i)
while len(stack) > 3:
    print stack.pop(),
print
queue = range(6)
queue.append(9)
first = queue.pop(0)
queue.insert(2, first)
print queue, first in queue
