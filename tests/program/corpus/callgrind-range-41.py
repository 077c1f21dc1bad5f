range(41)
