1
'text'
2.5
"""three"""
None
x = 1
x
-1
(1, 2)
pass
