text = "name,age\nann,31\nben,25\ncarl,x\n"
rows = []
for line in text.splitlines()[1:]:
    fields = line.strip().split(",")
    try:
        rows.append((fields[0], int(fields[1])))
    except ValueError:
        print "bad line:", line
print rows
