for s in 'hello World', 'ABC', 'abc', '', '1a2B', "they're bill's friends", 'MiXeD cAsE':
    print s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase()
    print s.isupper(), s.islower(), s.istitle()
