from multiprocessing import Array, Process, Value

def add(numbers, total, factor=1):
    for i in range(len(numbers)):
        numbers[i] *= factor
        total.value += numbers[i]

def nested(depth):
    print 'depth', depth
    if depth:
        p = Process(target=nested, args=(depth - 1,))
        p.start()
        p.join()
        print p.name, p.exitcode

numbers = Array('i', range(5), lock=False)
total = Value('i', 0)
plain = [1, 2]

def change():
    plain.append(3)
    print plain

p = Process(target=add, args=(numbers, total), kwargs={'factor': 10})
p.start()
p.join()
print numbers[:], total.value
p = Process(target=change)
p.start()
p.join()
print plain
nested(2)
