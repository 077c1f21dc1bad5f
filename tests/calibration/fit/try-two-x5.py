try: raise KeyError('a')
except ValueError: x = 2
except KeyError: x = 3
try: raise KeyError('a')
except ValueError: x = 2
except KeyError: x = 3
try: raise KeyError('a')
except ValueError: x = 2
except KeyError: x = 3
try: raise KeyError('a')
except ValueError: x = 2
except KeyError: x = 3
try: raise KeyError('a')
except ValueError: x = 2
except KeyError: x = 3
