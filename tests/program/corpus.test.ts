import { describe, expect, it } from "vitest";
import { asRecorded, compiled, programsIn, programText, recording } from "./recordings.ts";

/** Compares the whole code object: bytes, constants with types, names, flags, stack, line table. */
function check(program: string): void {
  const { code } = compiled(programText("corpus", program), program);
  expect(asRecorded(code)).toEqual(recording(program.replace(/\.py$/, "")));
}

describe("a program of the subset compiles to the code object of CPython 2.7.18", () => {
  const programs = programsIn("corpus");

  it("for a corpus of at least 150 programs", () => {
    expect(programs.length).toBeGreaterThanOrEqual(150);
  });

  it.each(programs)("%s", check);
});
