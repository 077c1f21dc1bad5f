for s in 'plain', "it's", 'say "hi"', 'both \' and "', 'tab\t', 'nl\n', 'cr\r', 'back\\slash', 'nul\0', '\x7f\x80\xff', '\x1b[0m', '':
    print repr(s), len(s), [s]
print str('x'), repr(repr('x')), repr(repr("it's"))
