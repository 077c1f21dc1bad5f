a = 3
b = 2.5
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
