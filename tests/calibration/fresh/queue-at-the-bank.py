waiting = ["Ann", "Bob", "Cid", "Dee"]
minutes = [3, 1, 4, 2]
clock = 0
while waiting:
    who = waiting.pop(0)
    need = minutes.pop(0)
    clock += need
    print who, "leaves at", clock
    if clock == 4:
        waiting.append("Eve")
        minutes.append(5)
print "closed"
