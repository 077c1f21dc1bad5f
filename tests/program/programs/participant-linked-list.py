head = None
for i in range(5):
    head = (i, head)
print head
node = head
while node is not None:
    print node[0],
    node = node[1]
print
tree = {'value': 1, 'left': {'value': 2}, 'right': {'value': 3, 'left': {'value': 4}}}
def depth(t):
    if not t:
        return 0
    return 1 + max(depth(t.get('left')), depth(t.get('right')))
def total(t):
    return t and t['value'] + (total(t.get('left')) or 0) + (total(t.get('right')) or 0)
print depth(tree), total(tree)
deep = []
for i in range(200):
    deep = [deep]
print len(repr(deep))
