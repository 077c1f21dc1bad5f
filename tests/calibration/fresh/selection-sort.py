def selection_sort(a):
    for i in range(len(a)):
        least = i
        for j in range(i + 1, len(a)):
            if a[j] < a[least]:
                least = j
        a[i], a[least] = a[least], a[i]

numbers = [64, 25, 12, 22, 11, 90, 38, 7, 51, 3]
selection_sort(numbers)
print numbers
