print repr('\a\b\f\n\r\t\v\\\'\"'), repr('\0\7\77\377\400\x41\xff')
print repr('\q\8\N\u1234'), repr('line \
joined')
