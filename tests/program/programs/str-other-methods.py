print 'abc'.translate(None, 'b'), 'a-b'.encode('hex'), '612d62'.decode('hex'), 'Ab'.swapcase()
print 'abc'.__len__(), 'abc'.__add__('d'), 'abc'.__contains__('b'), [1].__len__(), (1).__add__(2)
print 'hello'.title().center(11, '*').replace('*', '+').upper().split('+')
