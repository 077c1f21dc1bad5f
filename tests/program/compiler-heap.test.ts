/** What compiling a text takes from the heap, against the calls of malloc that a real compiler made. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMPILER_CALL_WORDS, CompilerCall } from "../../assembly/abi/compiler_heap.ts";
import { compileProgram } from "../../src/program/index.ts";

const CALIBRATION = join(import.meta.dirname, "..", "calibration");
const { programs } = JSON.parse(
  readFileSync(join(import.meta.dirname, "compiler-heap.json"), "utf8"),
) as { programs: Record<string, string> };

function textOf(name: string): string {
  const found = ["held-out", "fit"]
    .map((folder) => join(CALIBRATION, folder, `${name}.py`))
    .find((path) => existsSync(path));
  return readFileSync(found ?? "", "utf8");
}

/** What a release build's pools serve, and the head of a str. */
const POOL_BYTES = 512;
const STR_HEAD_BYTES = 37;
/** Objects of the pools: compiler-containers.test.ts compares them. */
const CONTAINERS = new Set([CompilerCall.TUPLE, CompilerCall.LIST, CompilerCall.DICT]);
/** Taken when the file is opened, before the parser's stack. */
const BEFORE_PARSER = 4;

function told(text: string): string {
  const compiled = compileProgram(text, "p.py");
  if (!("code" in compiled)) throw new Error("a recorded program does not compile");
  const { heapCalls } = compiled;
  const calls: string[] = [];
  const sizes = new Map<number, number>();
  const pooled = new Set<number>();
  for (let i = 0; i < heapCalls.length; i += COMPILER_CALL_WORDS) {
    const [call = 0, block = 0, wanted = 0] = heapCalls.slice(i, i + COMPILER_CALL_WORDS);
    if (CONTAINERS.has(call)) pooled.add(block);
    if (pooled.has(block)) {
      if (call === CompilerCall.FREE) pooled.delete(block);
      continue;
    }
    // Blocks of ints were left out of the recording.
    if (call === CompilerCall.INTS || call === CompilerCall.INTS_FREE) continue;
    const known = sizes.get(block);
    if (call === CompilerCall.FREE) {
      if (known !== undefined) calls.push(`f${known}`);
      sizes.delete(block);
      continue;
    }
    const bytes = call === CompilerCall.STRING ? wanted + STR_HEAD_BYTES : wanted;
    const isObject = call === CompilerCall.OBJECT || call === CompilerCall.STRING;
    if (isObject && known === undefined && bytes <= POOL_BYTES) continue;
    calls.push(`${call === CompilerCall.TABLE ? "c" : "m"}${bytes}`);
    sizes.set(block, bytes);
  }
  return calls.slice(BEFORE_PARSER).join(" ");
}

/** Without the str of long code: it stays, and the machine makes it when it loads the program. */
function withoutCode(recorded: string, text: string): string {
  const compiled = compileProgram(text, "p.py");
  const bytes = "code" in compiled ? compiled.code.co_code.length + STR_HEAD_BYTES : 0;
  return bytes > POOL_BYTES ? recorded.replace(` m${bytes} `, " ") : recorded;
}

describe("compiling a text asks malloc for what the real compiler asks", () => {
  it.each(Object.keys(programs))("%s", (name) => {
    const text = textOf(name);
    expect(told(text)).toBe(withoutCode(programs[name] ?? "", text));
  });
});
