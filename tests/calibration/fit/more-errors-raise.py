def check(x):
    if x < 0:
        raise ValueError, "too small"
    if x > 9:
        raise RuntimeError("too large")
    assert x != 5, "five"
    return x
for v in (3, -1, 12, 5):
    try:
        print check(v)
    except (ValueError, RuntimeError), e:
        print "caught", e
    except AssertionError, e:
        print "assert", e
