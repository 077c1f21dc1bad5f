import { describe, expect, it } from "vitest";
import { decode, disassemble } from "../../src/program/dis.ts";
import { compiled } from "./recordings.ts";

/** Compares with what `python2.7 -m dis` prints, without spaces at the ends of lines. */
function check(text: string, expected: string): void {
  const lines = expected.split("\n").filter((line) => line.trim() !== "");
  const printed = disassemble(compiled(text).code).split("\n");
  expect(printed.filter((line) => line !== "")).toEqual(lines.map((line) => line.slice(4)));
}

describe("the disassembly reads as dis.dis prints it", () => {
  it("for x = range(300)", () => {
    check(
      "x = range(300)\n",
      `
      1           0 LOAD_NAME                0 (range)
                  3 LOAD_CONST               0 (300)
                  6 CALL_FUNCTION            1
                  9 STORE_NAME               1 (x)
                 12 LOAD_CONST               1 (None)
                 15 RETURN_VALUE`,
    );
  });

  it("for a loop over several lines, with the targets of jumps marked", () => {
    check(
      "for i in x[1:]:\n    if i not in (1, 'a', 2.0):\n        print -i\n",
      `
      1           0 SETUP_LOOP              39 (to 42)
                  3 LOAD_NAME                0 (x)
                  6 LOAD_CONST               0 (1)
                  9 SLICE+1
                 10 GET_ITER
            >>   11 FOR_ITER                27 (to 41)
                 14 STORE_NAME               1 (i)

      2          17 LOAD_NAME                1 (i)
                 20 LOAD_CONST               4 ((1, 'a', 2.0))
                 23 COMPARE_OP               7 (not in)
                 26 POP_JUMP_IF_FALSE       11

      3          29 LOAD_NAME                1 (i)
                 32 UNARY_NEGATIVE
                 33 PRINT_ITEM
                 34 PRINT_NEWLINE
                 35 JUMP_ABSOLUTE           11
                 38 JUMP_ABSOLUTE           11
            >>   41 POP_BLOCK
            >>   42 LOAD_CONST               3 (None)
                 45 RETURN_VALUE`,
    );
  });

  it("with EXTENDED_ARG added to the argument it extends", () => {
    const far = `while x:\n${"    x = x + y\n".repeat(7000)}`;
    const [first, second] = decode(compiled(far).code);
    expect(second?.arg).toBeGreaterThan(0xffff);
    expect(second?.arg).toBe(65536 * (first?.arg ?? 0) + ((second?.arg ?? 0) & 0xffff));
  });
});
