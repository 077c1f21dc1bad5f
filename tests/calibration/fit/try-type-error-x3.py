try: 1 + 'a'
except TypeError: y = 2
try: 1 + 'a'
except TypeError: y = 2
try: 1 + 'a'
except TypeError: y = 2
