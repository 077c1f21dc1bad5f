total = 0
limit = 5
def step(n):
    global total
    if n > limit:
        return len(str(n))
    total = total + n
    return abs(total - limit)
for i in range(9):
    step(i)
print total
