x = """abc
 def