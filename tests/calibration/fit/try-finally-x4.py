try: x = 1
finally: y = 2
try: x = 1
finally: y = 2
try: x = 1
finally: y = 2
try: x = 1
finally: y = 2
