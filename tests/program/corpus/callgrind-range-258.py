range(258)
