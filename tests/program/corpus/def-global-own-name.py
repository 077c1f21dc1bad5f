def once():
    global once
    once = None
    return 'first'

print once(), once
