"one " 'string ' """of three"""
print __doc__
