for i in range(50):
    if i == 5:
        break
