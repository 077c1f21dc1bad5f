hits = 0
def hit(n=1):
    global hits
    hits += n
    return hits

for i in range(6):
    hit()
    hit(i)
print hits, hit(n=5)
