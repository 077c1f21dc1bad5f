for i in range(1, 8):
    for j in range(1, 8):
        print "%3d" % (i * j),
    print
