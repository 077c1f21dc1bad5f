print None
print True
print None
print True
print None
print True
