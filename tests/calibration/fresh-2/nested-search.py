rooms = [['cat', 'hat'], ['dog', 'bone', 'log'], [], ['fish']]
for target in ['bone', 'bird', 'fish']:
    for number, room in enumerate(rooms):
        if target in room:
            print target, 'is in room', number
            break
    else:
        print target, 'is nowhere'
