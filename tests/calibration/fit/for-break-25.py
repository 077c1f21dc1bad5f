for i in range(50):
    if i == 25:
        break
