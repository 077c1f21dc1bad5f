people = {"ann": {"age": 31, "langs": ["c", "python"]}, "ben": {"age": 25, "langs": []}}
people["ben"]["langs"].append("java")
total = 0
for name, info in sorted(people.items()):
    total += info["age"]
    print name, info["age"], ", ".join(info["langs"])
print total
