stack = []
for c in '([]{})':
    if c in '([{':
        stack.append(c)
    else:
        print stack.pop() + c,
print stack
queue = []
queue.insert(0, 'a')
queue.insert(0, 'b')
print queue.pop(), queue.pop(), queue
def rpn(text):
    s = []
    for t in text.split():
        if t in '+-*/':
            b, a = s.pop(), s.pop()
            if t == '+': s.append(a + b)
            elif t == '-': s.append(a - b)
            elif t == '*': s.append(a * b)
            else: s.append(a / b)
        else:
            s.append(int(t))
    return s[0]
print rpn('3 4 + 2 *'), rpn('5 1 2 + 4 * + 3 -')
rpn('1 0 /')
