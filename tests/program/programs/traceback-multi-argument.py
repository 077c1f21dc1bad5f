raise ValueError('a', 'b', 3)
