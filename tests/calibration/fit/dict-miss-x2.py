d = {'a': 1}
try: y = d['z']
except KeyError: y = 0
try: y = d['z']
except KeyError: y = 0
