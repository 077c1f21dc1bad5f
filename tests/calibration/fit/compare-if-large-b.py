a = 3000
b = 4000
if a < b: c = 1
if a < b: c = 1
if a < b: c = 1
if a == b: c = 1
if a == b: c = 1
if a == b: c = 1
if a == b: c = 1
if a == b: c = 1
if a == b: c = 1
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
if a != b: c = 1
