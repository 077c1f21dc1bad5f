print 'a' < 'b', 'a' < 'B', 'abc' < 'abd', 'abc' < 'ab', '' < 'a', 'a' == 'a', 'a' != 'b', 'Z' < 'a'
print 'abc' > 'ab', 'b' >= 'b', 'a' <= 'A', '10' < '9', 'a' < 1, 1 < 'a', 'a' == 1
print min('hello'), max('hello'), sorted('hello'), 'a' < 'b' < 'c', 'a' < 'b' > 'c'
a = 'same'
b = 'sa' + 'me'
print a == b, 'x' is 'x'
