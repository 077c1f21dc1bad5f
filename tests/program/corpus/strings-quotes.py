print 'single', "double", '''triple single''', """triple double"""
print 'it\'s', "a \"word\"", "it's", '"', '', ""
