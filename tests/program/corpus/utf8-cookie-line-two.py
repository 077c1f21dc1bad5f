#!/usr/bin/python2.7
# vim: set fileencoding=utf8 :
x = 'é' # café
print len(x), repr(x)
