alpha = 0
beta = 1
gamma = 2
delta = 3
epsilon = 4
zeta = 5
eta = 6
theta = 7
iota = 8
kappa = 9
mu = 10
nu = 11
xi = 12
pi = 13
rho = 14
sigma = 15
tau = 16
phi = 17
chi = 18
psi = 19
omega = 20
for index in range(4):
    alpha += beta + omega
    sigma = kappa - mu
    psi = chi = tau
print alpha, sigma
