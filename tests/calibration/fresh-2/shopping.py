prices = {'milk': 89, 'bread': 249, 'eggs': 310, 'tea': 175}
basket = ['milk', 'eggs', 'milk', 'tea', 'sugar']
total = 0
for item in basket:
    if item in prices:
        total += prices[item]
    else:
        print 'no price for', item
print 'total: %d.%02d' % (total / 100, total % 100)
