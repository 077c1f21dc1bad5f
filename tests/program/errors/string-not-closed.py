print "abc
