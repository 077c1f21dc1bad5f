votes = ['red', 'blue', 'red', 'green', 'blue', 'red', 'green', 'red']
tally = {}
for vote in votes:
    tally.setdefault(vote, 0)
    tally[vote] += 1
ranking = [(number, colour) for colour, number in tally.items()]
ranking.sort()
ranking.reverse()
for number, colour in ranking:
    print colour + ' ' + '*' * number
