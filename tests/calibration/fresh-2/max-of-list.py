numbers = [17, -4, 233, 8, 0, 233, 91, -77]
largest = numbers[0]
where = 0
for i in range(len(numbers)):
    if numbers[i] > largest:
        largest = numbers[i]
        where = i
print largest, 'at', where
print max(numbers), min(numbers), numbers.index(max(numbers)), numbers.count(233)
