print sorted([3.5, 1.25, 2.0, 0.5])
print sorted(["pear", "fig", "apple", "kiwi", "date"])
print sorted([(2, "b"), (1, "z"), (2, "a"), (1, "c")])
print sorted("hello")
print sorted(["bb", "a", "ccc"], key=len), sorted([1, -5, 3], key=abs, reverse=True)
x = [5, 3, 8, 1]
x.sort(reverse=True)
print x
def backwards(a, b):
    return cmp(b, a)
print sorted([4, 9, 2, 7], backwards), sorted([4, 9, 2], cmp=backwards)
