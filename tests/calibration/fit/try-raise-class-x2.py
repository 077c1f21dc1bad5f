try: raise ValueError
except ValueError: x = 2
try: raise ValueError
except ValueError: x = 2
