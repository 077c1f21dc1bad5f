def calculate(text):
    stack = []
    for token in text.split():
        if token in '+-*/' and len(token) == 1:
            b = stack.pop()
            a = stack.pop()
            if token == '+':
                stack.append(a + b)
            elif token == '-':
                stack.append(a - b)
            elif token == '*':
                stack.append(a * b)
            else:
                stack.append(a / b)
        else:
            stack.append(int(token))
    return stack.pop()

print calculate('3 4 + 2 *'), calculate('5 1 2 + 4 * + 3 -')
for bad in '1 +', '1 x', '4 0 /':
    try:
        calculate(bad)
    except (IndexError, ValueError, ZeroDivisionError), e:
        print bad, e
