x = [i * i for i in range(31) if i % 2]
