import { describe, expect, it } from "vitest";
import { compileProgram, type Diagnostic } from "../../src/program/index.ts";
import { compileStderr, programsIn, programText, recording } from "./recordings.ts";

const recorded = recording("errors") as Record<string, string>;

function check(program: string): void {
  expect(compileStderr(programText("errors", program), program)).toBe(recorded[program]);
}

describe("a wrong program is refused in CPython's words, with its line and its caret", () => {
  const programs = programsIn("errors");

  it("for at least 40 wrong programs, each with a recording", () => {
    expect(programs.length).toBeGreaterThanOrEqual(40);
    expect(Object.keys(recorded).sort()).toEqual(programs);
  });

  it.each(programs)("%s", check);
});

describe("a diagnostic tells an editor where to put its mark", () => {
  function checkPlace(text: string, place: Partial<Diagnostic>): void {
    const result = compileProgram(text, "p.py");
    expect("diagnostics" in result && result.diagnostics).toMatchObject([place]);
  }

  it("at the first character of the token that does not fit", () => {
    checkPlace("x = 1\nprint x yes\n", { kind: "SyntaxError", line: 2, column: 9 });
  });

  it("at the statement where CPython names only the line", () => {
    checkPlace("if x:\n    break\n", { kind: "SyntaxError", line: 2, column: 5 });
  });

  it("at the line that is indented wrongly", () => {
    checkPlace("if x:\ny\n", { kind: "IndentationError", line: 2, column: 1 });
  });

  it("counting characters, not bytes", () => {
    const text = "# coding: utf-8\nx = 'éé' 5\n";
    checkPlace(text, { kind: "SyntaxError", line: 2, column: 10 });
  });
});
