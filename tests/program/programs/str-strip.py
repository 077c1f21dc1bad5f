for s in '  both  ', '\t\ntabs \n', 'xxhixx', '', '   ', 'none':
    print repr(s.strip()), repr(s.lstrip()), repr(s.rstrip()), repr(s.strip('x')), repr(s.strip('hi x'))
print 'abcba'.lstrip('ab'), 'abcba'.rstrip('ab'), 'www.site.org'.strip('wgro.')
