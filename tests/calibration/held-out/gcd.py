def gcd(a, b):
    while b:
        a, b = b, a % b
    return a

for a, b in [(12, 18), (100, 75), (17, 5), (1071, 462)]:
    print "gcd(%d, %d) = %d" % (a, b, gcd(a, b))
