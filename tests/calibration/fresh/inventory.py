stock = {}

def add(name, count=1):
    stock[name] = stock.get(name, 0) + count

def remove(name, count=1):
    try:
        if stock[name] < count:
            return False
        stock[name] -= count
        return True
    except KeyError:
        return False

add("apple", 5)
add("pear")
add("apple")
print remove("apple", 4), remove("pear", 2), remove("fig")
for name, count in sorted(stock.items()):
    print name, count
del stock["pear"]
print len(stock), stock
