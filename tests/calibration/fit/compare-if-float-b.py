a = 1.5
b = 2.25
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
