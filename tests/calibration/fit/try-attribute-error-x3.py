x = 1
try: x.y
except AttributeError: y = 2
try: x.y
except AttributeError: y = 2
try: x.y
except AttributeError: y = 2
