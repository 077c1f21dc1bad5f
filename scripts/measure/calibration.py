#!/usr/bin/env python3
"""calibration.py: writes the small programs whose profiles prices are fitted to (tests/calibration).

Each program repeats one thing, so that its own path dominates; where a path has a length (a list's items,
a string's characters, a loop's turns) there are several lengths, and the numbers of repetitions differ, so
that the counts of different steps are independent.

  calibration.py ../../tests/calibration
"""
import os, sys

PROGRAMS = {}


def lines(*text):
    return "\n".join(text) + "\n"


def repeat(name, statement, times=(5, 12), setup=""):
    """the statement `times` times in a row, once per number"""
    for k in times:
        PROGRAMS["%s-x%d" % (name, k)] = (setup + "\n" if setup else "") + (statement + "\n") * k


def sizes(name, text, values):
    """`text` with {n} replaced by each value"""
    for n in values:
        PROGRAMS["%s-%d" % (name, n)] = text.replace("{n}", str(n)).strip("\n") + "\n"


def several(name, setup, statements, times=3):
    """programs that run each of several statements some times, each statement a different number of times"""
    for turn in (0, 1):
        body = []
        for i, s in enumerate(statements):
            body += [s] * (times + (i * (turn * 2 + 1)) % 5)
        PROGRAMS["%s-%s" % (name, "ab"[turn])] = (setup + "\n" if setup else "") + lines(*body)


def names_and_flow():
    PROGRAMS["pass"] = "pass\n"
    sizes("range", "range({n})", (0, 10, 300, 1000))
    repeat("store-const", "x = 1", (1, 10, 20))
    repeat("copy-name", "a = b", (5, 20), "b = 1")
    repeat("store-many-names", "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\ng = 7", (1, 3))
    repeat("expression-drop", "b", (6, 17), "b = 1.5")
    repeat("del-name", "x = 1\ndel x", (4, 11))
    repeat("unpack-tuple", "a, b = t", (4, 11), "t = (1, 2)")
    repeat("unpack-three", "a, b, c = t", (5,), "t = (1, 2, 3)")
    repeat("unpack-list", "a, b = t", (5, 9), "t = [1, 2]")
    repeat("swap", "a, b = b, a", (4, 13), "a = 1\nb = 2")
    repeat("rotate", "a, b, c = c, a, b", (7,), "a = 1\nb = 2\nc = 3")
    repeat("chain-assign", "a = b = c = 7", (6,))
    repeat("if-true", "if x: y = 1", (5, 14), "x = True")
    repeat("if-false", "if x: y = 1", (5, 14), "x = False")
    repeat("if-int", "if x: y = 1", (6,), "x = 3")
    repeat("if-zero", "if x: y = 1", (6,), "x = 0")
    repeat("if-list", "if x: y = 1\nif e: y = 2", (6,), "x = [1]\ne = []")
    repeat("if-str", "if x: y = 1\nif e: y = 2", (6,), "x = 'a'\ne = ''")
    repeat("if-float", "if x: y = 1\nif e: y = 2", (4,), "x = 1.5\ne = 0.0")
    repeat("if-dict", "if x: y = 1\nif e: y = 2", (4,), "x = {1: 2}\ne = {}")
    repeat("if-none", "if x: y = 1", (6,), "x = None")
    repeat("if-else", "if x: y = 1\nelse: y = 2", (7,), "x = False")
    repeat("and-or", "y = a and b\ny = a or b\ny = b and a\ny = b or a", (3, 5), "a = 1\nb = 0")
    repeat("not", "y = not a\ny = not b", (3, 7), "a = True\nb = []")
    repeat("conditional", "y = 1 if a else 2\ny = 1 if b else 2", (3, 5), "a = True\nb = False")
    sizes("while", "i = 0\nwhile i < {n}:\n    i = i + 1", (3, 10, 40))
    sizes("while-else", "i = 0\nwhile i < {n}:\n    i += 1\nelse:\n    i = 0", (8,))
    sizes("while-break", "i = 0\nwhile True:\n    i += 1\n    if i == {n}:\n        break", (5, 25))
    sizes("for-continue", "for i in xrange({n}):\n    if i == 3:\n        continue\n    x = i", (10, 30))
    sizes("for-break", "for i in range(50):\n    if i == {n}:\n        break", (5, 25))
    sizes("for-else", "for i in range({n}):\n    pass\nelse:\n    x = 1", (10,))
    sizes("for-range", "for i in range({n}):\n    pass", (0, 1, 10, 100, 300, 1000))
    sizes("for-xrange", "for i in xrange({n}):\n    pass", (0, 10, 300, 1000))
    repeat("for-empty", "for i in x: pass", (5, 11), "x = []")
    repeat("for-list", "for i in x: pass", (5, 11), "x = [1, 2, 3]")
    repeat("for-tuple", "for i in x: pass", (5, 11), "x = (1, 2, 3)")
    repeat("for-str", "for i in x: pass", (4, 9), "x = 'abc'")
    repeat("for-dict", "for i in x: pass", (4, 9), "x = {1: 2, 'b': 3, 4: 4}")
    repeat("for-pairs", "for a, b in x: pass", (4, 9), "x = [(1, 2), (3, 4), (5, 6)]")
    sizes("nested-loops", "for i in xrange({n}):\n    for j in xrange(i):\n        pass", (5, 12))
    sizes("comprehension", "x = [i for i in xrange({n})]", (0, 5, 20, 100))
    sizes("comprehension-if", "x = [i * i for i in range({n}) if i % 2]", (10, 31))


def arithmetic():
    for label, a, b in (("small", "3", "4"), ("large", "3000", "4000"), ("float", "1.5", "2.25"), ("mixed", "3", "2.5")):
        setup = "a = %s\nb = %s" % (a, b)
        repeat("add-" + label, "c = a + b", (5, 14), setup)
        several("arith-" + label, setup, ["c = a - b", "c = a * b", "c = a / b", "c = a // b", "c = a % b", "c = -a", "c = +a"])
        several("inplace-" + label, setup + "\nc = a", ["c += b", "c -= b", "c *= b", "c /= b", "c = a"])
        several("compare-" + label, setup, ["c = a < b", "c = a <= b", "c = a == b", "c = a != b", "c = a > b", "c = a >= b"])
        several("compare-if-" + label, setup, ["if a < b: c = 1", "if a == b: c = 1", "if a >= b: c = 1", "if a != b: c = 1"])
    repeat("power-int", "c = a ** b", (4,), "a = 3\nb = 5")
    repeat("power-float", "c = a ** b", (4,), "a = 2.0\nb = 3.0")
    several("bits", "a = 1234\nb = 7", ["c = a & b", "c = a | b", "c = a ^ b", "c = a << b", "c = a >> b", "c = ~a"])
    several("is", "a = 1\nb = None", ["c = a is b", "c = a is not b", "c = b is None", "if b is None: c = 1"])
    several("in-list", "x = [1, 2, 3, 4]\nt = (1, 2)\nd = {1: 2}\ns = 'abc'",
            ["c = 1 in x", "c = 4 in x", "c = 9 in x", "c = 2 in t", "c = 1 in d", "c = 3 in d", "c = 'b' in s", "c = 'z' not in s", "c = 3 not in x"])
    repeat("divmod-zero-try", "try: c = 1 / z\nexcept ZeroDivisionError: c = 0", (2, 5), "z = 0")
    repeat("compare-none", "c = a == None\nc = a != None", (4,), "a = 1")
    repeat("compare-str", "c = a == b\nc = a < b\nc = a != a", (4, 7), "a = 'spam'\nb = 'span'")
    repeat("compare-list", "c = a == b\nc = a < b", (3, 5), "a = [1, 2, 3]\nb = [1, 2, 4]")
    repeat("compare-tuple", "c = a == b\nc = a < b", (3, 5), "a = (1, 2, 3)\nb = (1, 2, 4)")
    repeat("compare-types", "c = a == b", (4,), "a = 'x'\nb = 3")
    repeat("chain-compare", "c = 0 < a < 9", (4, 9), "a = 5")
    sizes("sum-loop", "s = 0\nfor i in xrange({n}):\n    s += i", (10, 60, 400))
    sizes("float-loop", "s = 0.0\nfor i in xrange({n}):\n    s += i * 0.5", (10, 60))
    sizes("bool-sum", "s = 0\nfor i in xrange({n}):\n    s += i > 3", (12,))


def functions():
    repeat("call-0", "f()", (5, 13), "def f():\n    return 1")
    repeat("call-1", "f(2)", (5, 13), "def f(a):\n    return a")
    repeat("call-2", "f(2, 3)", (5, 13), "def f(a, b):\n    return b")
    repeat("call-3", "f(2, 3, 4)", (6,), "def f(a, b, c):\n    return c")
    repeat("call-none", "f()", (5, 9), "def f():\n    pass")
    repeat("call-default", "f(1)", (4, 9), "def f(a, b=2):\n    return b")
    repeat("call-defaults-2", "f()", (4, 9), "def f(a=1, b=2):\n    return b")
    repeat("call-keyword", "f(a=1)", (4, 9), "def f(a):\n    return a")
    repeat("call-keyword-2", "f(1, c=3, b=2)", (4, 9), "def f(a, b, c):\n    return a")
    repeat("call-locals", "f(3)", (3, 7), "def f(a):\n    b = a\n    c = b\n    d = c\n    return d")
    repeat("call-nested", "f(3)", (3, 7), "def g(a):\n    return a\ndef f(a):\n    return g(g(a))")
    repeat("call-global", "f()", (4, 9), "n = 0\ndef f():\n    global n\n    n = n + 1")
    repeat("call-big-frame", "f()", (4,), "def f():\n    a = b = c = d = e = g = h = i = j = k = l = m = 1\n    return [a, b, c, d, e]")
    repeat("call-del-local", "f()", (4,), "def f():\n    a = 1\n    del a\n    b = 2")
    repeat("call-builtin-in-function", "f([1, 2])", (4,), "def f(x):\n    return len(x)")
    repeat("def", "def f(a): return a", (3, 8))
    repeat("def-default", "def f(a, b=1): return a", (3, 8))
    sizes("recursion", "def f(n):\n    if n == 0:\n        return 0\n    return f(n - 1)\nf({n})", (3, 10, 30))
    sizes("fib", "def fib(n):\n    if n < 2:\n        return n\n    return fib(n - 1) + fib(n - 2)\nfib({n})", (3, 7))
    sizes("local-loop", "def f(n):\n    i = 0\n    s = 0\n    while i < n:\n        s += i\n        i += 1\n    return s\nf({n})", (5, 50))
    sizes("local-for", "def f(n):\n    s = 0\n    for i in xrange(n):\n        if i & 1:\n            s = s + i\n    return s\nf({n})", (5, 50))
    sizes("local-list", "def f(n):\n    x = []\n    for i in xrange(n):\n        x.append(i)\n    return x\nf({n})", (5, 50))


def lists():
    repeat("list-empty", "x = []", (5, 14))
    repeat("list-display", "x = [1, 2, 3]", (5, 9))
    repeat("list-display-8", "x = [1, 2, 3, 4, 5, 6, 7, 8]", (5, 9))
    repeat("list-drop", "[a, a]", (5, 9), "a = 1")
    sizes("append", "x = []\na = x.append\nfor i in xrange({n}):\n    a(i)", (1, 4, 5, 9, 17, 40, 100, 400))
    sizes("append-method", "x = []\nfor i in xrange({n}):\n    x.append(7)", (3, 10, 60))
    repeat("append-one", "x = []\nx.append(1)", (4, 9))
    repeat("list-get", "y = x[1]", (5, 14), "x = [1, 2, 3]")
    repeat("list-get-negative", "y = x[-1]", (5, 14), "x = [1, 2, 3]")
    repeat("list-set", "x[1] = 5", (5, 14), "x = [1, 2, 3]")
    repeat("list-aug", "x[1] += 5", (5, 9), "x = [1, 2, 3]")
    repeat("list-del", "x = [1, 2, 3]\ndel x[0]", (4, 9))
    repeat("slice-all", "y = x[:]", (4, 9), "x = [1, 2, 3, 4]")
    repeat("slice-part", "y = x[1:3]", (4, 9), "x = [1, 2, 3, 4]")
    repeat("slice-from", "y = x[2:]", (4, 9), "x = [1, 2, 3, 4]")
    repeat("slice-to", "y = x[:-1]", (4, 9), "x = [1, 2, 3, 4]")
    repeat("slice-step", "y = x[::2]\ny = x[::-1]", (3, 7), "x = [1, 2, 3, 4, 5]")
    repeat("slice-set", "x[1:2] = [7, 8]\nx[1:3] = [9]", (3, 7), "x = [1, 2, 3]")
    repeat("slice-del", "x = [1, 2, 3, 4]\ndel x[1:3]", (3, 7))
    sizes("slice-long", "x = range({n})\ny = x[1:]", (20, 120))
    repeat("list-add", "z = x + y", (4, 9), "x = [1, 2]\ny = [3]")
    repeat("list-times", "z = x * 4", (4, 9), "x = [0]")
    sizes("list-times", "x = [0] * {n}", (3, 50, 500))
    repeat("list-iadd", "x += [1]", (4, 9), "x = []")
    repeat("list-extend", "x.extend(y)", (4, 9), "x = []\ny = [1, 2]")
    repeat("list-insert", "x.insert(0, 1)", (4, 9), "x = [2]")
    repeat("list-pop", "x.append(1)\ny = x.pop()", (4, 9), "x = [2]")
    repeat("list-pop-0", "x = [1, 2, 3]\ny = x.pop(0)", (4, 9))
    repeat("list-remove", "x = [1, 2, 3]\nx.remove(2)", (4, 9))
    repeat("list-index", "y = x.index(3)", (4, 9), "x = [1, 2, 3]")
    repeat("list-count", "y = x.count(3)", (4, 9), "x = [1, 2, 3]")
    repeat("list-reverse", "x.reverse()", (4, 9), "x = [1, 2, 3, 4, 5]")
    sizes("list-sort", "x = range({n})\nx.reverse()\nx.sort()", (0, 3, 20, 60))
    sizes("list-sort-random", "x = [(i * 7919) % 101 for i in xrange({n})]\nx.sort()", (3, 10, 30, 80))
    sizes("list-sort-str", "x = [str(i * 7919 % 101) for i in xrange({n})]\nx.sort()", (10,))
    sizes("list-of-lists", "x = []\nfor i in xrange({n}):\n    x.append([i])", (5, 40))
    sizes("matrix", "x = [[0] * {n} for i in range({n})]\nfor i in range({n}):\n    for j in range({n}):\n        x[i][j] = i * j", (3, 8))
    sizes("pop-all", "x = range({n})\nwhile x:\n    x.pop()", (10, 60))
    sizes("list-drop-large", "x = range({n})\nx = None", (10, 300))
    sizes("list-floats", "x = [i * 0.5 for i in xrange({n})]\ndel x", (10, 60))


def tuples():
    repeat("tuple-const", "x = (1, 2, 3)", (5,))
    repeat("tuple-display", "x = (a, a)", (5, 14), "a = 1")
    repeat("tuple-display-5", "x = (a, a, a, a, a)", (5, 9), "a = 1")
    repeat("tuple-get", "y = x[1]", (5, 9), "x = (1, 2, 3)")
    repeat("tuple-slice", "y = x[1:]", (4,), "x = (1, 2, 3)")
    repeat("tuple-add", "y = x + x", (4,), "x = (1, 2, 3)")
    repeat("tuple-of", "y = tuple(x)\ny = tuple(t)", (4,), "x = [1, 2, 3]\nt = (1, 2)")
    repeat("tuple-methods", "y = x.index(2)\ny = x.count(1)", (4,), "x = (1, 2, 3)")
    repeat("list-of", "y = list(t)\ny = list(x)\ny = list()\ny = list('abc')", (3, 5), "x = [1, 2, 3]\nt = (1, 2)")
    repeat("tuple-hash", "d[t] = 1\ny = d[t]", (4, 7), "d = {}\nt = (1, 'a')")


def dicts():
    repeat("dict-empty", "x = {}", (5, 14))
    repeat("dict-display", "x = {'a': 1, 'b': 2}", (4, 9))
    repeat("dict-display-4", "x = {1: 1, 2: 2, 3: 3, 4: 4}", (4, 9))
    repeat("dict-get-str", "y = d['b']", (5, 14), "d = {'a': 1, 'b': 2}")
    repeat("dict-get-int", "y = d[2]", (5, 14), "d = {1: 1, 2: 2}")
    repeat("dict-set-str", "d['b'] = 3", (5, 14), "d = {'a': 1, 'b': 2}")
    repeat("dict-set-int", "d[2] = 3", (5, 14), "d = {1: 1, 2: 2}")
    repeat("dict-set-float", "d[1.5] = 3", (4,), "d = {}")
    repeat("dict-aug", "d['b'] += 3", (4, 9), "d = {'a': 1, 'b': 2}")
    repeat("dict-del", "d['c'] = 1\ndel d['c']", (4, 9), "d = {'a': 1, 'b': 2}")
    repeat("dict-miss", "try: y = d['z']\nexcept KeyError: y = 0", (2, 5), "d = {'a': 1}")
    repeat("dict-get-method", "y = d.get('a')\ny = d.get('z')\ny = d.get('z', 0)", (3, 7), "d = {'a': 1}")
    repeat("dict-in", "y = 'a' in d\ny = 'z' in d\ny = 7 in d", (3, 7), "d = {'a': 1}")
    repeat("dict-has-key", "y = d.has_key('a')", (4,), "d = {'a': 1}")
    repeat("dict-keys", "y = d.keys()\ny = d.values()\ny = d.items()", (3, 7), "d = {'a': 1, 'b': 2, 'c': 3}")
    repeat("dict-iter", "for k, v in d.items(): pass\nfor k in d.iterkeys(): pass", (3, 5), "d = {'a': 1, 'b': 2, 'c': 3}")
    repeat("dict-iteritems", "for k, v in d.iteritems(): pass\nfor v in d.itervalues(): pass", (3, 5), "d = {'a': 1, 'b': 2, 'c': 3}")
    repeat("dict-setdefault", "y = d.setdefault('a', 1)\ny = d.setdefault('b', [])", (4,), "d = {}")
    repeat("dict-update", "d.update(e)", (4, 7), "d = {'a': 1}\ne = {'a': 2, 'b': 3}")
    repeat("dict-pop", "d['a'] = 1\ny = d.pop('a')\ny = d.pop('a', 5)", (4, 7), "d = {}")
    repeat("dict-popitem", "d['a'] = 1\ny = d.popitem()", (4,), "d = {}")
    repeat("dict-copy-clear", "e = d.copy()\ne.clear()", (4, 7), "d = {'a': 1, 'b': 2}")
    repeat("dict-of", "e = dict(d)\ne = dict()", (4,), "d = {'a': 1, 'b': 2}")
    repeat("dict-compare", "y = d == e", (4,), "d = {'a': 1, 'b': 2}\ne = {'a': 1, 'b': 2}")
    sizes("dict-grow", "d = {}\nfor i in xrange({n}):\n    d[i] = i", (3, 5, 6, 20, 22, 90, 300))
    sizes("dict-grow-str", "d = {}\nfor i in xrange({n}):\n    d['k%d' % i] = i", (4, 20, 60))
    sizes("dict-drop", "d = {}\nfor i in xrange({n}):\n    d[i] = [i]\nd = None", (4, 30))
    sizes("dict-collide", "d = {}\nfor i in xrange({n}):\n    d[i * 64] = i\nfor i in xrange({n}):\n    x = d[i * 64]", (5, 20))
    sizes("count-letters", "c = {}\nfor l in 'abracadabra' * {n}:\n    c[l] = c.get(l, 0) + 1", (1, 3))


def strings():
    repeat("str-add", "c = a + b", (5, 14), "a = 'spam'\nb = 'eggs'")
    repeat("str-add-long", "c = a + b", (4,), "a = 'spam' * 30\nb = 'eggs' * 50")
    repeat("str-times", "c = a * 5", (4,), "a = 'ab'")
    sizes("str-build", "s = ''\nfor i in xrange({n}):\n    s += 'x'", (5, 30, 120))
    repeat("str-get", "c = a[1]\nc = a[-1]", (4, 9), "a = 'spam'")
    repeat("str-slice", "c = a[1:3]\nc = a[:2]\nc = a[::-1]", (4, 7), "a = 'spamspam'")
    repeat("str-len", "c = len(a)", (5,), "a = 'spam'")
    sizes("str-join", "x = ['ab'] * {n}\ns = ','.join(x)", (1, 5, 20))
    sizes("str-split", "s = 'ab cd ' * {n}\nx = s.split()", (1, 5, 20))
    sizes("str-split-on", "s = 'ab,cd,' * {n}\nx = s.split(',')", (1, 5, 20))
    repeat("str-case", "c = a.upper()\nc = a.lower()\nc = a.capitalize()\nc = a.title()\nc = a.swapcase()", (3, 5), "a = 'spam Eggs'")
    repeat("str-strip", "c = a.strip()\nc = a.lstrip()\nc = a.rstrip()", (3, 5), "a = '  spam '")
    repeat("str-find", "c = a.find('g')\nc = a.find('zz')\nc = a.rfind('s')\nc = a.index('eg')\nc = a.count('s')", (3, 5), "a = 'spam eggs and spam'")
    repeat("str-starts", "c = a.startswith('sp')\nc = a.endswith('am')\nc = a.endswith('x')", (3, 5), "a = 'spam'")
    repeat("str-replace", "c = a.replace('a', 'o')\nc = a.replace('zz', 'o')\nc = a.replace('sp', 'xyz')", (3, 5), "a = 'spam and spam'")
    repeat("str-is", "c = a.isdigit()\nc = a.isalpha()\nc = a.isspace()\nc = a.isupper()\nc = a.islower()\nc = a.isalnum()", (3, 5), "a = 'spam'")
    repeat("str-pad", "c = a.ljust(9)\nc = a.rjust(9)\nc = a.center(9)\nc = a.zfill(9)", (3, 5), "a = 'spam'")
    repeat("str-splitlines", "c = a.splitlines()\nc = a.partition('\\n')", (3,), "a = 'spam\\neggs\\n'")
    repeat("str-in", "c = 'pa' in a\nc = 'zz' in a\nc = 'x' in a", (4,), "a = 'spam and eggs'")
    repeat("str-of", "c = str(i)\nc = str(f)\nc = str(s)\nc = str(x)\nc = str(None)", (3, 5), "i = 42\nf = 1.5\ns = 'a'\nx = [1, 'b']")
    repeat("str-of-int", "c = str(i)", (4, 9), "i = 12345")
    repeat("repr-of", "c = repr(i)\nc = repr(f)\nc = repr(s)\nc = repr(t)\nc = repr(d)", (3, 5), "i = 42\nf = 1.5\ns = 'a\\n'\nt = (1, 2)\nd = {1: 2}")
    repeat("format-d", "c = '%d' % i", (4, 9), "i = 42")
    repeat("format-s", "c = '%s' % s", (4, 9), "s = 'spam'")
    repeat("format-two", "c = '%s is %d' % (s, i)", (4, 9), "s = 'spam'\ni = 42")
    repeat("format-float", "c = '%.2f' % f\nc = '%5.1f|%g' % (f, f)", (3, 5), "f = 3.14159")
    repeat("format-width", "c = '%5d|%-5s|%05d|%x' % (i, 'a', i, i)", (3, 5), "i = 42")
    repeat("str-format", "c = '{0} {1}'.format(s, i)", (3,), "s = 'spam'\ni = 42")
    repeat("ord-chr", "c = ord('a')\nc = chr(98)", (4,))
    repeat("int-of-str", "c = int('42')\nc = int(3.7)\nc = int(5)", (3, 5))
    repeat("float-of", "c = float('1.5')\nc = float(3)", (3, 5))


def printing():
    repeat("print-int", "print 42", (1, 4, 9))
    repeat("print-str", "print 'spam'", (1, 4, 9))
    repeat("print-long-str", "print a", (4,), "a = 'spam' * 40")
    repeat("print-float", "print 1.5", (3, 7))
    repeat("print-none", "print None\nprint True", (3,))
    repeat("print-list", "print x", (2, 5), "x = [1, 'a', 2.5]")
    repeat("print-tuple", "print x\nprint y", (2, 5), "x = (1, 'a')\ny = (1,)")
    repeat("print-dict", "print x", (2, 5), "x = {1: 'a', 'b': 2}")
    repeat("print-empty", "print", (4,))
    repeat("print-several", "print 1, 'a', 2.5", (3, 7))
    repeat("print-comma", "print 1,", (4, 9))
    repeat("print-nested", "print x", (3,), "x = [[1, 2], [3, 4], ()]")
    repeat("print-format", "print '%d: %s' % (i, 'a')", (3, 7), "i = 3")
    sizes("print-loop", "for i in range({n}):\n    print i", (10, 40))


def errors():
    repeat("try-pass", "try: x = 1\nexcept ValueError: x = 2", (4, 11))
    repeat("try-finally", "try: x = 1\nfinally: y = 2", (4, 11))
    repeat("try-raise", "try: raise ValueError('a')\nexcept ValueError: x = 2", (2, 5))
    repeat("try-raise-class", "try: raise ValueError\nexcept ValueError: x = 2", (2, 5))
    repeat("try-raise-as", "try: raise ValueError('a')\nexcept ValueError as e: x = e", (2, 5))
    repeat("try-two", "try: raise KeyError('a')\nexcept ValueError: x = 2\nexcept KeyError: x = 3", (2, 5))
    repeat("try-bare", "try: raise ValueError('a')\nexcept: x = 2", (3,))
    repeat("try-tuple", "try: raise KeyError('a')\nexcept (ValueError, KeyError): x = 2", (3,))
    repeat("try-name-error", "try: nothing\nexcept NameError: x = 2", (3,))
    repeat("try-index-error", "try: x[5]\nexcept IndexError: y = 2", (3,), "x = [1]")
    repeat("try-type-error", "try: 1 + 'a'\nexcept TypeError: y = 2", (3,))
    repeat("try-value-error", "try: int('x')\nexcept ValueError: y = 2", (3,))
    repeat("try-attribute-error", "try: x.y\nexcept AttributeError: y = 2", (3,), "x = 1")
    repeat("raise-through", "try: f()\nexcept ValueError: x = 1", (2, 5), "def f():\n    raise ValueError('a')")
    repeat("raise-through-2", "try: g()\nexcept ValueError: x = 1", (2, 5), "def f():\n    raise ValueError('a')\ndef g():\n    f()")
    repeat("finally-raise", "try:\n    try: raise ValueError('a')\n    finally: y = 1\nexcept ValueError: x = 2", (3,))
    repeat("finally-return", "f()", (4,), "def f():\n    try:\n        return 1\n    finally:\n        x = 2")
    repeat("try-in-function", "f(0)", (4,), "def f(a):\n    try:\n        return 1 / a\n    except ZeroDivisionError:\n        return 0")
    repeat("assert", "assert x\nassert x, 'no'", (4,), "x = 1")
    repeat("loop-try", "for i in x:\n    try:\n        if i == 2: continue\n        y = i\n    finally:\n        z = i", (2,), "x = [1, 2, 3]")


def builtins():
    for name, statement, setup in (
            ("len", "y = len(x)", "x = [1, 2, 3]"), ("abs", "y = abs(a)\ny = abs(f)", "a = -3\nf = -1.5"), ("id", "y = id(a)", "a = 1"),
            ("isinstance", "y = isinstance(a, int)\ny = isinstance(a, str)", "a = 1"), ("type", "y = type(a)", "a = 1"),
            ("max-args", "y = max(1, 2, 3)\ny = min(1, 2, 3)", ""), ("sum-3", "y = sum(x)", "x = [1, 2, 3]"),
            ("bool", "y = bool(a)\ny = bool(e)", "a = 1\ne = []"), ("range-2", "y = range(2, 6)", ""), ("range-3", "y = range(0, 10, 3)", ""),
            ("range-down", "y = range(5, 0, -1)", ""), ("xrange-1", "y = xrange(5)", ""), ("xrange-3", "y = xrange(1, 9, 2)", ""),
            ("enumerate", "for i, a in enumerate(x): pass", "x = [1, 2, 3]"), ("zip", "y = zip(x, x)", "x = [1, 2, 3]"),
            ("reversed", "for a in reversed(x): pass", "x = [1, 2, 3]"), ("map-str", "y = map(str, x)", "x = [1, 2, 3]"),
            ("map-def", "y = map(f, x)", "x = [1, 2, 3]\ndef f(a):\n    return a"),
            ("filter-def", "y = filter(f, x)", "x = [1, 2, 3]\ndef f(a):\n    return a > 1"),
            ("filter-none", "y = filter(None, x)", "x = [1, 0, 3]"), ("round", "y = round(2.567, 1)", ""), ("divmod", "y = divmod(17, 5)", ""),
            ("all-any", "y = all(x)\ny = any(x)", "x = [1, 0, 3]"), ("import-sys", "import sys", ""), ("refcount", "y = sys.getrefcount(x)", "import sys\nx = []"),
            ("hash", "y = hash('spam')", ""), ("cmp", "y = cmp(1, 2)", ""), ("int-float", "y = int(f)", "f = 2.5")):
        repeat(name, statement, (4, 9), setup)
    sizes("sum", "x = range({n})\ny = sum(x)", (10, 60))
    sizes("max", "x = range({n})\ny = max(x)\ny = min(x)", (10, 60))
    sizes("sorted", "x = [i * 7919 % 101 for i in xrange({n})]\ny = sorted(x)", (5, 30))
    sizes("sorted-reverse", "x = range({n})\ny = sorted(x, reverse=True)", (5, 30))
    sizes("sorted-key", "def k(a):\n    return -a\nx = range({n})\ny = sorted(x, key=k)", (5, 20))
    sizes("zip-loop", "x = range({n})\nfor a, b in zip(x, x):\n    pass", (10, 40))
    sizes("enumerate-loop", "x = range({n})\nfor i, a in enumerate(x):\n    pass", (10, 40))
    sizes("map-loop", "x = map(str, range({n}))", (10, 40))
    sizes("gc-collect", "import gc\nx = range({n})\ngc.collect()", (3,))
    sizes("collect-by-lists", "x = [[i] for i in xrange({n})]", (600, 800, 1500))


def main():
    for part in (names_and_flow, arithmetic, functions, lists, tuples, dicts, strings, printing, errors, builtins):
        part()
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for name, text in PROGRAMS.items():
        with open(os.path.join(folder, name + ".py"), "w") as f:
            f.write(text)
    print(len(PROGRAMS))


if __name__ == "__main__":
    main()
