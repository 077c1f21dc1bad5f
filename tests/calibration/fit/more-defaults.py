def area(w, h=2, scale=1):
    return w * h * scale
print area(3), area(3, 4), area(3, 4, 5), area(3, scale=7), area(w=1, h=2), area(h=5, w=6)
