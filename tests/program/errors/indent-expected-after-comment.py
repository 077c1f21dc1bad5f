if 1:
    # only a comment

x = 1
