y = hash('spam')
y = hash('spam')
y = hash('spam')
y = hash('spam')
