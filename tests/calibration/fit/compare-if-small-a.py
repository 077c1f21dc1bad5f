a = 3
b = 4
if a < b: c = 1
if a < b: c = 1
if a < b: c = 1
if a == b: c = 1
if a == b: c = 1
if a == b: c = 1
if a == b: c = 1
if a >= b: c = 1
if a >= b: c = 1
if a >= b: c = 1
if a >= b: c = 1
if a >= b: c = 1
if a != b: c = 1
if a != b: c = 1
if a != b: c = 1
if a != b: c = 1
if a != b: c = 1
if a != b: c = 1
