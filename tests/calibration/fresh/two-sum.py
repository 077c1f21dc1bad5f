def two_sum(numbers, target):
    seen = {}
    for i in range(len(numbers)):
        rest = target - numbers[i]
        if rest in seen:
            return seen[rest], i
        seen[numbers[i]] = i
    return None

print two_sum([2, 7, 11, 15], 9)
print two_sum([3, 1, 9, 4, 8, 20, 5], 25)
print two_sum([1, 2, 3], 100)
