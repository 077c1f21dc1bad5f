__debug__ = 0
