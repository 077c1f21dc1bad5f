def parse(texts):
    return [int(text) for text in texts]
print parse(['1', '2'])
print parse(['1', 'two'])
