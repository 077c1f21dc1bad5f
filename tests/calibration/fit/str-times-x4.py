a = 'ab'
c = a * 5
c = a * 5
c = a * 5
c = a * 5
