def leap(year):
    if year % 400 == 0:
        return True
    if year % 100 == 0:
        return False
    return year % 4 == 0

years = [y for y in range(1890, 1930) if leap(y)]
print len(years), "leap years:", years
