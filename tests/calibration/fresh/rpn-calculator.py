def calculate(text):
    stack = []
    for word in text.split():
        if word in ("+", "-", "*"):
            b = stack.pop()
            a = stack.pop()
            if word == "+":
                stack.append(a + b)
            elif word == "-":
                stack.append(a - b)
            else:
                stack.append(a * b)
        else:
            stack.append(int(word))
    return stack[-1]

print calculate("3 4 + 2 *")
print calculate("10 2 8 * + 3 -")
