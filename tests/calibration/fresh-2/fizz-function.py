def fizzbuzz(n):
    if n % 15 == 0:
        return 'FizzBuzz'
    elif n % 5 == 0:
        return 'Buzz'
    elif n % 3 == 0:
        return 'Fizz'
    return n

for i in range(1, 41):
    print fizzbuzz(i),
print
