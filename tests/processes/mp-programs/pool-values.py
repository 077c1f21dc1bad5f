from multiprocessing import Pool, Array, Value
def f(x):
    return x
def main():
    p = Pool(2)
    try:
        p.map(f, [Array('i', 3)])
    except Exception as e:
        print type(e), e
    import sys
    try:
        p.map(f, [sys])
    except Exception as e:
        print type(e), e
    print p.map(f, [])
    print p.map(f, (1, 2, 3)), p.map(f, 'abc'), p.map(f, xrange(5)), p.map(f, {1: 2})
    try:
        p.map(f, 5)
    except Exception as e:
        print type(e), e
    print p.map(f, [[1, 2], 'x', 2.5, None, True, (1, 2), {3: 4}, 2**70, -5, 10**12])
    print p.map(len, ['a', 'bb'])
    r = p.map_async(f, [1, 2])
    print r.get()
    print p.apply_async(f, (3,)).get()
    print p.map(f, range(10), 3)
    p.terminate()
    p.join()
main()
