log = []
def work(n):
    try:
        log.append(n)
        if n % 2:
            raise ValueError("odd %d" % n)
        return n
    except ValueError, e:
        log.append(str(e))
    else:
        log.append("never")
    finally:
        log.append("end")
for n in range(4):
    work(n)
print log
