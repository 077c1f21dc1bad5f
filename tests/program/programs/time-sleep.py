import time
from time import sleep
print time.sleep(0), sleep(0.01)
try:
    time.sleep('a')
except TypeError, e:
    print e
try:
    time.sleep()
except TypeError, e:
    print e
