# -*- coding: utf-8 -*-
# Bytes of a string are those of the file: this one has three.
x = '€'
print len(x)
