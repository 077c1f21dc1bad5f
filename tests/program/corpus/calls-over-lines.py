print max(
    1,
    2
), [
    1,
    len(
        'abc')]
