from multiprocessing import Process, active_children, current_process
import sys
import time
print current_process(), current_process().name, current_process().daemon

def named():
    print current_process().name, current_process()
    sys.exit(3)

def silent():
    sys.exit()

def says():
    sys.exit('bad')

def divides():
    1 / 0

p = Process(target=named)
print p, p.pid, p.exitcode, p.is_alive(), p.name, p.daemon
try:
    p.join()
except AssertionError as e:
    print e
p.start()
print p.pid == p.ident, p.pid > 0
p.join()
print p, p.exitcode, p.is_alive(), active_children()
try:
    p.daemon = True
except AssertionError as e:
    print e
try:
    p.name = 3
except AssertionError as e:
    print e
p.name = 'other'
print p
try:
    Process(named)
except AssertionError as e:
    print e
try:
    Process(targe=named)
except TypeError as e:
    print e
for target in (None, silent, says, divides):
    q = Process(target=target, name='worker')
    q.start()
    q.join()
    print q.exitcode, q
