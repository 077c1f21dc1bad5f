try: nothing
except NameError: x = 2
try: nothing
except NameError: x = 2
try: nothing
except NameError: x = 2
