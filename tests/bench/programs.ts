/** Programs that the benchmark runs. */

export const N = 10_000_000;

export const RANGE = `range(${N})`;
export const LOOP = `for i in range(${N}): pass`;

/** Million appends, every second item removed, the gaps refilled, aliases. */
export const IRREGULAR = `x = []
for i in xrange(10**6): x.append(i)
del x[::2]
for i in xrange(500000): x.append(i)
y = x
z = x[:]
y[5] = 7
del z
`;

/** Five children walk a list that they share. */
export const FORKS = `import os
x = range(${N})
for c in range(5):
    if os.fork() == 0:
        for i in x: pass
        os._exit(0)
for c in range(5): os.wait()
`;

/** Regular programs at n = 10^7: seeks in them are measured. */
export const REGULAR: Record<string, string> = {
  range: RANGE,
  "for over range": LOOP,
  "sum in a while loop": `i = 0\ns = 0\nwhile i < ${N}:\n    s += i\n    i += 1\n`,
  "for over xrange": `for i in xrange(${N}): pass`,
};

/** Loops of other shapes, at a tenth of n: native and simulated beside each other. */
export const SHAPES: Record<string, string> = {
  "s += v over a list": "s = 0\nfor v in range(10**6): s += v\n",
  "x[i] = i": "x = [0] * 10**6\nfor i in xrange(10**6): x[i] = i\n",
  "[i for i in xrange(n)]": "x = [i for i in xrange(10**6)]\n",
  "x.append(i)": "x = []\nfor i in xrange(10**6): x.append(i)\ndel x\n",
  "x[:] of range(n)": "x = range(10**6)\nz = x[:]\ndel z\n",
  "[0] * n, [None] * n": "x = [0] * 10**6\ny = [None] * 10**6\n",
  "del x[::2]": "x = range(10**6)\ndel x[::2]\n",
};
