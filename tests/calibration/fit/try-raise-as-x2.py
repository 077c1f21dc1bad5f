try: raise ValueError('a')
except ValueError as e: x = e
try: raise ValueError('a')
except ValueError as e: x = e
