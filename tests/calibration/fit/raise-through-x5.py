def f():
    raise ValueError('a')
try: f()
except ValueError: x = 1
try: f()
except ValueError: x = 1
try: f()
except ValueError: x = 1
try: f()
except ValueError: x = 1
try: f()
except ValueError: x = 1
