import time
print 1
time.sleep(0)
