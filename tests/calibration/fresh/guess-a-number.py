secret = 37
low, high = 1, 100
tries = 0
while True:
    guess = (low + high) // 2
    tries += 1
    if guess == secret:
        break
    elif guess < secret:
        low = guess + 1
    else:
        high = guess - 1
print "found", guess, "after", tries, "tries"
