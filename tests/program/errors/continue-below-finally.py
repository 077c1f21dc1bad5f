while 1:
    try:
        pass
    finally:
        try:
            continue
        except E:
            pass
