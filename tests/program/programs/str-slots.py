print 'abc'.__len__(), 'abc'.__add__('d'), 'abc'.__contains__('b'), [1].__len__(), (1).__add__(2)
