try: x = 1
except ValueError: x = 2
try: x = 1
except ValueError: x = 2
try: x = 1
except ValueError: x = 2
try: x = 1
except ValueError: x = 2
