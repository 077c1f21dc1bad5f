for i in range(10):
    if i % 2 == 0:
        if i == 4:
            continue
        elif i == 8:
            break
        print i
    elif i == 5:
        pass
    else:
        continue
