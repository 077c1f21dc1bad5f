x = [1]
try: x[5]
except IndexError: y = 2
try: x[5]
except IndexError: y = 2
try: x[5]
except IndexError: y = 2
