print
print
print
print
