def bubble_sort(items):
    swaps = 0
    for end in range(len(items) - 1, 0, -1):
        for i in range(end):
            if items[i] > items[i + 1]:
                items[i], items[i + 1] = items[i + 1], items[i]
                swaps += 1
    return swaps

x = [64, 34, 25, 12, 22, 11, 90, 5]
print bubble_sort(x), x
print bubble_sort([]), bubble_sort([1]), bubble_sort(range(10))
words = ['pear', 'apple', 'fig']
bubble_sort(words)
print words
