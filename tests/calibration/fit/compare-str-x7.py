a = 'spam'
b = 'span'
c = a == b
c = a < b
c = a != a
c = a == b
c = a < b
c = a != a
c = a == b
c = a < b
c = a != a
c = a == b
c = a < b
c = a != a
c = a == b
c = a < b
c = a != a
c = a == b
c = a < b
c = a != a
c = a == b
c = a < b
c = a != a
