def change(cents):
    coins = []
    for coin in (200, 100, 50, 20, 10, 5, 2, 1):
        while cents >= coin:
            cents -= coin
            coins.append(coin)
    return coins

ways = [1] + [0] * 50
for coin in [1, 2, 5, 10]:
    for amount in range(coin, 51):
        ways[amount] += ways[amount - coin]
print change(388)
print ways[10], ways[50]
