z = 0
try: c = 1 / z
except ZeroDivisionError: c = 0
try: c = 1 / z
except ZeroDivisionError: c = 0
