def helper():
    return undefined_thing

helper()
