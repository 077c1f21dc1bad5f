x = iter([1])
x.next()
x.next()
