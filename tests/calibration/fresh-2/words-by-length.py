sentence = 'programs must be written for people to read and only incidentally for machines to execute'
groups = {}
for word in sentence.split():
    n = len(word)
    if n not in groups:
        groups[n] = []
    groups[n].append(word)
for n in sorted(groups.keys()):
    print n, ' '.join(groups[n])
