/**
 * Random programs and some written by hand print the same under every memory manager, and after every
 * collection the oracle agrees with it. tests/live/collectors.test.ts runs 2,000 programs.
 */
import { describe, expect, it } from "vitest";
import { CollectorStat } from "../../assembly/abi/collectors.ts";
import { generate } from "../fuzz/generate.ts";
import {
  Bench,
  CHECKED,
  EAGER,
  OTHERS,
  type Ran,
  TELLS_MANAGERS_APART,
  difference,
} from "./support.ts";

const PROGRAMS = 60;
const FIRST_SEED = 50_000;

/** Programs that make garbage of every kind, enough of it for several collections. */
const WRITTEN = {
  "cycles of lists": `
for i in xrange(3000):
    a = []
    b = [a, i]
    a.append(b)
print len(a), b[1]
`,
  "strings that grow in place": `
s = ''
for i in xrange(4000):
    s += 'ab'
    t = s + str(i)
print len(s), t[-6:]
`,
  "dictionaries and tuples": `
d = {}
for i in xrange(5000):
    d['k%d' % (i % 50)] = (i, [i], {i: i + 1})
print sorted(d.items())[3]
`,
  "frames that are left by exceptions": `
def f(n):
    x = [n] * 20
    if n % 7 == 0:
        raise ValueError(n)
    return f(n - 1) + len(x)
total = 0
for i in xrange(400):
    try:
        total += f(i)
    except ValueError, e:
        total += e.args[0]
print total
`,
  "a list that is sorted while ints die": `
x = [(i * 7919) % 10007 for i in xrange(10007)]
x.sort()
print x[:5], sum(x)
def falling(v):
    return -v
x.sort(key=falling)
print x[:5]
`,
  "a range that is kept, and one that goes": `
x = range(20000)
for k in range(6):
    y = range(20000)
    y[3] = 'a'
    z = y[1:100] + x[5:9]
print sum(x), z[2], len(y)
`,
  "floats and longs": `
x = 0.5
n = 1
for i in xrange(6000):
    x = x * 1.0001 + 0.25
    n = (n * 3 + i) % (10 ** 40)
print repr(x), n
`,
  "gc.collect": `
import gc
a = [1, 2]
a.append(a)
del a
gc.collect()
x = [i + 1000 for i in range(500)]
gc.disable()
for i in xrange(9000):
    y = [i]
gc.enable()
gc.collect()
print sum(x), y
`,
};

describe.each(OTHERS)("under %s", (name) => {
  const bench = new Bench();

  it.each(Object.entries(WRITTEN))("%s: the same output", async (_, text) => {
    const counted = (await bench.run(text, CHECKED)) as Ran;
    const other = await bench.run(`${text}import gc\ngc.collect()\n`, { name, ...EAGER });
    expect(counted.stderr).toBe("");
    expect(difference(counted, other)).toBeNull();
    expect((other as Ran).stats[CollectorStat.COLLECTIONS]).toBeGreaterThan(0);
    expect((other as Ran).stats[CollectorStat.FREED]).toBeGreaterThan(0);
  });

  it(`random programs of ${PROGRAMS} seeds: the same output`, async () => {
    const wrong: string[] = [];
    for (let i = 0; i < PROGRAMS; i++) {
      const text = generate(FIRST_SEED + i);
      if (TELLS_MANAGERS_APART.test(text)) continue;
      const counted = await bench.run(text, CHECKED);
      if (typeof counted === "string") continue;
      const found = difference(counted, await bench.run(text, { name, ...EAGER }));
      if (found !== null) wrong.push(`seed ${FIRST_SEED + i}: ${found}`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});
