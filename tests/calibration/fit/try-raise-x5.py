try: raise ValueError('a')
except ValueError: x = 2
try: raise ValueError('a')
except ValueError: x = 2
try: raise ValueError('a')
except ValueError: x = 2
try: raise ValueError('a')
except ValueError: x = 2
try: raise ValueError('a')
except ValueError: x = 2
