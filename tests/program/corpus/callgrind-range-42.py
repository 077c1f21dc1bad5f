range(42)
