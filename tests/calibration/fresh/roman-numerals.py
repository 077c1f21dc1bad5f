def roman(n):
    out = ""
    for value, letters in [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]:
        while n >= value:
            out += letters
            n -= value
    return out

for n in (4, 9, 14, 42, 99, 188):
    print n, roman(n)
