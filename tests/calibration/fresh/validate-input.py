entries = ["12", "abc", "-7", "", "3.5", "100"]
good = []
bad = 0
for e in entries:
    try:
        good.append(int(e))
    except ValueError:
        bad += 1
print good, bad
def check(age):
    if age < 0:
        raise ValueError, "negative"
    return age
for g in good:
    try:
        print check(g)
    except ValueError as e:
        print "error:", e
    finally:
        print "checked", g
