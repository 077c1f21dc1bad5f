x = [1, 2, 3]
for i in x:
    try:
        if i == 2: continue
        y = i
    finally:
        z = i
for i in x:
    try:
        if i == 2: continue
        y = i
    finally:
        z = i
