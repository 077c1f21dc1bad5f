def f(x):
    for i in x:
        for j in [i]:
            try:
                for k in [j, i, x]:
                    try:
                        print k == j, [k, (k, i, j)]
                    except ValueError, e:
                        print e
                    else:
                        pass
            finally:
                while 0: pass
    return [i, j, k, [x, (x, x)]]

print len(f([1]))
