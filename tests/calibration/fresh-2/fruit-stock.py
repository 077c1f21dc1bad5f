stock = {'apples': 12, 'pears': 0, 'plums': 7}
stock['figs'] = 3
del stock['pears']
for fruit, number in sorted(stock.items()):
    print '%s: %d' % (fruit, number)
if 'pears' not in stock:
    print 'no pears left'
stock.update({'apples': 10})
print stock['apples'], sum(stock.values()), len(stock)
