def greet(name, greeting='Hello', times=1):
    for i in range(times):
        print greeting + ', ' + name + '!'

greet('Ann')
greet('Bob', 'Hi')
greet('Cy', times=2)
greet(greeting='Bye', name='Dan')
