a = 'spam\neggs\n'
c = a.splitlines()
c = a.partition('\n')
c = a.splitlines()
c = a.partition('\n')
c = a.splitlines()
c = a.partition('\n')
