total = (10
         + total_of_nothing()
         - 3) if 0 else (
    4 *
    5)
print total
