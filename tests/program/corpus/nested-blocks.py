for a0 in (1, 2):
 while 1:
  if 1:
   for a3 in (1, 2):
    while 1:
     if 1:
      for a6 in (1, 2):
       while 1:
        if 1:
         for a9 in (1, 2):
          while 1:
           if 1:
            for a12 in (1, 2):
             while 1:
              if 1:
               for a15 in (1, 2):
                while 1:
                 if 1:
                  for a18 in (1, 2):
                   while 1:
                    if 1:
                     for a21 in (1, 2):
                      while 1:
                       if 1:
                        for a24 in (1, 2):
                         while 1:
                          if 1:
                           for a27 in (1, 2):
                            n = 1
                          break
                       break
                    break
                 break
              break
           break
        break
     break
  break
print n
