for i in range(1000):
    pass
