for i in range(300):
    pass
