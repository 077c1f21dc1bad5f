for celsius in range(-10, 41, 10):
    fahrenheit = celsius * 9 / 5.0 + 32
    print celsius, 'C is', fahrenheit, 'F'
