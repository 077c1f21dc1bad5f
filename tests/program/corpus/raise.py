def f(kind):
    if kind == 1: raise ValueError
    if kind == 2: raise ValueError('called')
    if kind == 3: raise ValueError, 'two parts'
    if kind == 4: raise TypeError, 'three parts', None
    return kind

for k in range(1, 6):
    try:
        print f(k)
    except (ValueError, TypeError), e:
        print k, e
