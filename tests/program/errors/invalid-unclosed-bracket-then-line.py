def f():
    return

x = (1,
  2
y = 2
