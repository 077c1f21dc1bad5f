y = divmod(17, 5)
y = divmod(17, 5)
y = divmod(17, 5)
y = divmod(17, 5)
