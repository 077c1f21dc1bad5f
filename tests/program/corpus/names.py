a = b_1 = _private = __dunder__ = 1
print a, b_1, _private, __dunder__
