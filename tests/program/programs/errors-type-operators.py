def attempt(name, a, b):
    try:
        if name == '+':
            a + b
        elif name == '-':
            a - b
        elif name == '*':
            a * b
        elif name == '/':
            a / b
        elif name == '%':
            a % b
        elif name == '**':
            a ** b
        elif name == '<<':
            a << b
        elif name == '&':
            a & b
        elif name == '//':
            a // b
    except TypeError, e:
        print name, e

for op in '+', '-', '*', '/', '%', '**', '<<', '&', '//':
    attempt(op, 1, None)
    attempt(op, [], {})
    attempt(op, (), 1.5)
    attempt(op, None, 'a')
    attempt(op, {}, 1)
