def f(n):
    found = []
    for i in range(n):
        while i > 2:
            i -= 1
            if i % 2:
                continue
            found.append(i)
            break
        else:
            found.append(-1)
    return found

print f(6)
