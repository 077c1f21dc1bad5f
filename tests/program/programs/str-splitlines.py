print 'a\nb\nc'.splitlines(), 'a\nb\n'.splitlines(), 'a\r\nb\rc'.splitlines(), ''.splitlines(), '\n'.splitlines()
print 'a\nb\n'.splitlines(True), 'a\r\nb'.splitlines(1), '\n\n'.splitlines()
print 'a\tb'.expandtabs(), 'ab\tc'.expandtabs(4), '\t'.expandtabs(2) + '|'
