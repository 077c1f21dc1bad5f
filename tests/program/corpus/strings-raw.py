print repr(r'a\nb'), repr(R"\'"), repr(b'bytes'), repr(br'\x'), repr(Br"\d")
