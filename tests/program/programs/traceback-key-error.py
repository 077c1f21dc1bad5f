counts = {'a': 1}
for key in ['a', 'b']:
    print counts[key]
