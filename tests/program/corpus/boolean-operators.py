a = 0
b = 'b'
print a and b, a or b, not a, not b, a and b or 'c', a or b and 'c'
print (a or b) and (b or a), not (a and b), not a and not b
if a and b or not a: print 'yes'
if (a or b) and not (a and b): print 'xor'
while a or not b: pass
