for i in range(1):
    pass
