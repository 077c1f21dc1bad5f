def withdraw(balance, amount):
    if amount > balance:
        raise ValueError('only %d left' % balance)
    return balance - amount

balance = 100
for amount in [30, 50, 40]:
    try:
        balance = withdraw(balance, amount)
        print 'took', amount
    except ValueError, e:
        print 'sorry:', e
    finally:
        print 'balance', balance
