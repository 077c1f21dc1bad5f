# Watch the loop only borrow what the list owns: its ints are alive before and after each turn.
total = 0
for i in range(300):
    total = total + i
print total
