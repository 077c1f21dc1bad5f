print 'before'
raise KeyboardInterrupt('stop')
