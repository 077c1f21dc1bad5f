print 0x10, 0XfF, 0777, 0o17, 0O7, 0b101, 0B11, 00, 000
print 0x7fffffffffffffff, 0xffffffffffffffff, -0x10, -0777
