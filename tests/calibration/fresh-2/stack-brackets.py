pairs = {')': '(', ']': '[', '}': '{'}

def balanced(text):
    stack = []
    for c in text:
        if c in '([{':
            stack.append(c)
        elif c in pairs:
            if not stack or stack.pop() != pairs[c]:
                return False
    return len(stack) == 0

for t in ['(a[b]{c})', '([)]', '((', '']:
    print repr(t), balanced(t)
