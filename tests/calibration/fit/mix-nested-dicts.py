people = {"ann": {"age": 31, "city": "Bonn"}, "bob": {"age": 25, "city": "Ulm"}}
people["cy"] = {"age": 40, "city": "Bonn"}
for name in sorted(people):
    p = people[name]
    print "%s is %d, %s" % (name, p["age"], p["city"])
towns = {}
for name in people:
    towns.setdefault(people[name]["city"], []).append(name)
print sorted(towns.items())
