words = ["listen", "silent", "enlist", "google", "elegog", "abc", "cab"]
groups = {}
for w in words:
    key = "".join(sorted(w))
    if key not in groups:
        groups[key] = []
    groups[key].append(w)
for key in sorted(groups.keys()):
    print key, groups[key]
