try: int('x')
except ValueError: y = 2
try: int('x')
except ValueError: y = 2
try: int('x')
except ValueError: y = 2
