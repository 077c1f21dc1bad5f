s = ""
for i in range(15):
    s = s + str(i) + ";"
print s
print s.count(";"), s.find("12"), s.replace("1", "one")
print s[2:9], s[::-1]
