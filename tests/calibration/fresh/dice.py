seed = 12345

def roll():
    global seed
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed // 65536 % 6 + 1

counts = [0] * 7
for throw in range(60):
    counts[roll()] += 1
for face in range(1, 7):
    print face, counts[face]
