for i in range(3):
    for j in range(3):
        if i == j: continue
        if j > 1: break
        print i, j
    else:
        print 'row', i
