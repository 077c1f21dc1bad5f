for i in range(5):
    try:
        if i == 1: continue
        if i == 3: break
        print i
    except ValueError:
        continue
    else:
        print 'else'
    finally:
        print 'f'
while 1:
    try:
        break
    finally:
        print 'out'
