# Watch each swap: two references change places, and no int is made.
numbers = [5, 2, 9, 1, 7, 3, 8]
swaps = 0
for end in range(len(numbers) - 1, 0, -1):
    for i in range(end):
        if numbers[i] > numbers[i + 1]:
            numbers[i], numbers[i + 1] = numbers[i + 1], numbers[i]
            swaps += 1
print numbers, 'after', swaps, 'swaps'
