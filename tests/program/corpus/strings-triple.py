text = """first
second \
still second
'''quoted'''
"last" """
print text
