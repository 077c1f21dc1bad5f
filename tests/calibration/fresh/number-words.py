ones = "zero one two three four five six seven eight nine".split()
teens = ("ten", "eleven", "twelve")

def words(n):
    if n < 10:
        return ones[n]
    if n < 13:
        return teens[n - 10]
    return " ".join([ones[int(c)] for c in str(n)])

for n in [0, 7, 11, 42, 365]:
    print n, words(n).upper()
