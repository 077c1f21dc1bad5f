/**
 * What real python2.7 made of the programs in corpus/ and errors/, as scripts/record-dis.py wrote
 * it, and our own results in the same form, so that the two can be compared whole.
 */
import { readdirSync, readFileSync } from "node:fs";
import {
  type CodeObject,
  type Compiled,
  type Constant,
  compileProgram,
  diagnosticReport,
  warningReport,
} from "../../src/program/index.ts";

const HERE = "tests/program";

/** The programs of a folder, by file name. */
export function programsIn(folder: "corpus" | "errors"): string[] {
  return readdirSync(`${HERE}/${folder}`)
    .filter((name) => name.endsWith(".py"))
    .sort();
}

export function programText(folder: "corpus" | "errors", name: string): string {
  return readFileSync(`${HERE}/${folder}/${name}`, "utf8");
}

/** The parsed content of a recording; a missing one is an error, never an empty comparison. */
export function recording(name: string): unknown {
  return JSON.parse(readFileSync(`${HERE}/fixtures/${name}.json`, "utf8"));
}

/** The code of a program that compiles; otherwise what our compiler says against it. */
export function compiled(text: string, filename = "p.py"): Compiled {
  const result = compileProgram(text, filename);
  if ("code" in result) return result;
  throw new Error(result.diagnostics.map((each) => diagnosticReport(each, filename)).join(""));
}

/** All that python2.7 would print to stderr before it runs, or instead of running, a program. */
export function compileStderr(text: string, filename: string): string {
  const result = compileProgram(text, filename);
  const warnings = result.warnings.map((warning) => warningReport(warning, filename));
  const diagnostics = "code" in result ? [] : result.diagnostics;
  return [...warnings, ...diagnostics.map((each) => diagnosticReport(each, filename))].join("");
}

/** A code object in the form of the recordings. */
export function asRecorded(code: CodeObject): unknown {
  return {
    ...code,
    co_code: Buffer.from(code.co_code).toString("hex"),
    co_lnotab: Buffer.from(code.co_lnotab).toString("hex"),
    co_consts: code.co_consts.map(constantAsRecorded),
  };
}

function constantAsRecorded(constant: Constant): unknown {
  const { type } = constant;
  if (type === "int" || type === "long") return { type, value: String(constant.value) };
  if (type === "tuple") return { type, items: constant.items.map(constantAsRecorded) };
  if (type === "code") return { type, code: asRecorded(constant.code) };
  if (type !== "float") return constant;
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(constant.value);
  return { type, bits: bits.toString("hex") };
}
