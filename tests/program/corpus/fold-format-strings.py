print '%s' % 'abc', '%5s|' % 'abc', '%-5s|' % 'abc', '%.2s' % 'abc', '%5.1s|' % 'abc', '%05s' % 'a'
print '%r' % 'it\'s', '%r' % 'a"b\'c', '%r' % '\n\t\\\x00\xff', '%s' % None, '%r' % None, '%s' % 7L, '%r' % 7L
print '100%%' % 1 if 0 else '%d%%' % 99, 'a%sb' % 1, '%s and text' % 5, '%%%s' % 1
print 'long result: %s' % 'more than twenty', '%20s' % 'x', '%21s' % 'x'
