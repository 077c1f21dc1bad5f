from multiprocessing import Pool
def f(x):
    return 10 / x
p = Pool(2)
print p.map(f, [1, 2, 5])
try:
    print p.map(f, [1, 0, 5])
except ZeroDivisionError as e:
    print e
print p.apply(f, (5,))
p.close()
p.join()
try:
    p.map(f, [1])
except Exception as e:
    print type(e), e
