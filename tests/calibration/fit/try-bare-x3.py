try: raise ValueError('a')
except: x = 2
try: raise ValueError('a')
except: x = 2
try: raise ValueError('a')
except: x = 2
