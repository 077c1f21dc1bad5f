balance = 100

def deposit(amount):
    global balance
    balance += amount
    return balance

def withdraw(amount):
    global balance
    if amount > balance:
        raise ValueError("not enough money")
    balance -= amount
    return balance

print deposit(50)
print withdraw(30)
try:
    withdraw(500)
except ValueError, problem:
    print "refused:", problem
print "balance", balance
