from multiprocessing import Process
def f(x):
    raise ValueError(x)
p = Process(target=f, args=(3,))
p.start()
p.join()
print p.exitcode
p.join()
print p.is_alive(), p.name, p.daemon
p.start()
