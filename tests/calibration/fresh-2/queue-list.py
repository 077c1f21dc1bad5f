queue = []
served = 0
for minute in xrange(60):
    if minute % 3 == 0:
        queue.append(minute)
    if minute % 4 == 0 and queue:
        first = queue.pop(0)
        served += minute - first
print 'waited', served, 'minutes,', len(queue), 'still there'
