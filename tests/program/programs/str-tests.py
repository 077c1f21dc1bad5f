for s in 'abc', 'ABC', '123', 'a1', ' ', '', '\t\n', 'a b', 'Title Case', '12.5', 'x\n':
    print repr(s), s.isalpha(), s.isdigit(), s.isalnum(), s.isspace(), s.isupper(), s.islower(), s.istitle()
