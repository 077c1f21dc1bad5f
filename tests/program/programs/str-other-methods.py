print 'abc'.translate(None, 'b'), 'a-b'.encode('hex'), '612d62'.decode('hex'), 'Ab'.swapcase()
print 'hello'.title().center(11, '*').replace('*', '+').upper().split('+')
