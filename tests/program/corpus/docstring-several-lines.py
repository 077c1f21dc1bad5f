"""
A docstring of
several lines: the line table starts at its last one.
"""
print __doc__
