range(257)
