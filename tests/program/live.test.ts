/**
 * Asks the real interpreter again: the recordings are what this machine's python2.7 says, too.
 * Without python2.7 these tests are skipped, except in CI, where its absence is a failure.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Cmp, HAVE_ARGUMENT, Op } from "../../assembly/abi/opcodes.ts";
import type { CodeObject } from "../../src/program/code.ts";
import { disassemble, opcodeName } from "../../src/program/dis.ts";
import { compiled, programsIn, programText } from "./recordings.ts";

const PYTHON = "python2.7";
const RECORDER = "scripts/record-dis.py";

const isInstalled = spawnSync(PYTHON, ["-c", ""]).status === 0;
const mustRun = isInstalled || process.env.CI === "true";
const reason = mustRun ? "" : ` (skipped: ${PYTHON} is not installed)`;

function python(...args: string[]): string {
  return execFileSync(PYTHON, args, { encoding: "utf8", maxBuffer: 1 << 28 });
}

/**
 * Our disassembly of a code object and of all code objects inside it, as the recorder prints it.
 */
function allDisassemblies(code: CodeObject): string {
  const inner = code.co_consts.flatMap((constant) =>
    constant.type === "code" ? [constant.code] : [],
  );
  return [`=== ${code.co_name}\n${disassemble(code)}\n`, ...inner.map(allDisassemblies)].join("");
}

describe.skipIf(!mustRun)(`the installed python2.7 agrees${reason}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "record-dis-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("with every recording, byte for byte", () => {
    python(RECORDER, "--into", folder);
    const names = readdirSync("tests/program/fixtures").sort();
    expect(readdirSync(folder).sort()).toEqual(names);
    for (const name of names) {
      const checkedIn = readFileSync(`tests/program/fixtures/${name}`, "utf8");
      expect(readFileSync(join(folder, name), "utf8"), name).toBe(checkedIn);
    }
  });

  it("with our disassembly of every program of the corpus, apart from addresses", () => {
    // Python 2.7's dis misplaces the marks of jump targets if a jump has an EXTENDED_ARG.
    const programs = programsIn("corpus").filter((name) => name !== "code-above-65535-bytes.py");
    const paths = programs.map((name) => `tests/program/corpus/${name}`);
    const printed = python(RECORDER, "--dis", ...paths).replace(/ at 0x[0-9a-f]+|[ ]+$/gm, "");
    const ours = programs.map((name) =>
      allDisassemblies(compiled(programText("corpus", name), name).code),
    );
    expect(ours.join("").split("\n")).toEqual(printed.split("\n"));
  });

  it("with the names and numbers of the opcodes and comparisons", () => {
    const program =
      "import json, opcode as o; print json.dumps([o.opmap, o.HAVE_ARGUMENT, o.cmp_op])";
    const [opmap, haveArgument, comparisons] = JSON.parse(python("-c", program));
    const numbers = Object.values(Op).filter((value) => typeof value === "number");
    const ours = Object.fromEntries(numbers.map((opcode) => [opcodeName(opcode), opcode]));
    expect(ours).toEqual(opmap);
    expect(HAVE_ARGUMENT).toBe(haveArgument);
    expect(comparisons[Cmp.NOT_IN]).toBe("not in");
    expect(comparisons[Cmp.EXC_MATCH]).toBe("exception match");
  });
});
