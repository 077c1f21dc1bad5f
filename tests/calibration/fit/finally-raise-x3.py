try:
    try: raise ValueError('a')
    finally: y = 1
except ValueError: x = 2
try:
    try: raise ValueError('a')
    finally: y = 1
except ValueError: x = 2
try:
    try: raise ValueError('a')
    finally: y = 1
except ValueError: x = 2
