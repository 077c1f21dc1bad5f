for i in range(100):
    pass
