prices = {"milk": 89, "bread": 219, "eggs": 199, "tea": 349}
cart = ["milk", "milk", "tea", "bread", "honey"]
total = 0
for item in cart:
    if item in prices:
        total += prices[item]
        print "%-8s%6.2f" % (item, prices[item] / 100.0)
    else:
        print item, "is not sold here"
print "total", total
