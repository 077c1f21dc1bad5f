/** The shrinker keeps what a failure needs and drops the rest. */
import { expect, it } from "vitest";
import { generate } from "./generate.ts";
import { shrink } from "./shrink.ts";

const NEEDED = `x = [1]
try:
    if x:
        for i in range(3):
            x.sort()
            print i
finally:
    print x
`;

it("leaves only the lines that a failure needs", async () => {
  const text = `${generate(1)}${NEEDED}${generate(2)}`;
  const small = await shrink(text, async (texts) =>
    texts.map((each) => (/x = \[1\]\n(.*\n)*? *x\.sort\(\)/.test(each) ? "sorts x" : null)),
  );
  expect(small).toEqual({ text: "x = [1]\nx.sort()\n", failure: "sorts x" });
});

it("gives a program back that does not fail", async () => {
  const small = await shrink(NEEDED, async (texts) => texts.map(() => null));
  expect(small).toEqual({ text: NEEDED, failure: null });
});
