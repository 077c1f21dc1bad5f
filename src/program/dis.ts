/** Bytecode as text, in the columns of python2.7's `dis` module. */
import { HAVE_ARGUMENT, Op } from "../../assembly/abi/opcodes.ts";
import type { CodeObject } from "./code.ts";
import { constantRepr } from "./constant-text.ts";
import { ABSOLUTE_JUMPS, codeSize, RELATIVE_JUMPS } from "./jumps.ts";

/** One instruction of a code object. */
export interface DecodedInstruction {
  readonly offset: number;
  readonly opcode: Op;
  /** Null for opcodes without one; an EXTENDED_ARG before the instruction is already added. */
  readonly arg: number | null;
  /** The line if the instruction is the first of it, otherwise null. */
  readonly line: number | null;
  readonly isJumpTarget: boolean;
}

/** The values of `dis.cmp_op`, which are what COMPARE_OP's argument means. */
const CMP_OP = [
  "<",
  "<=",
  "==",
  "!=",
  ">",
  ">=",
  "in",
  "not in",
  "is",
  "is not",
  "exception match",
];

const NAMES: ReadonlySet<Op> = new Set([
  Op.STORE_NAME,
  Op.DELETE_NAME,
  Op.STORE_ATTR,
  Op.DELETE_ATTR,
  Op.STORE_GLOBAL,
  Op.DELETE_GLOBAL,
  Op.LOAD_NAME,
  Op.LOAD_ATTR,
  Op.IMPORT_NAME,
  Op.IMPORT_FROM,
  Op.LOAD_GLOBAL,
]);

const LOCALS: ReadonlySet<Op> = new Set([Op.LOAD_FAST, Op.STORE_FAST, Op.DELETE_FAST]);

/** The instructions of a code object, in order. */
export function decode(code: CodeObject): DecodedInstruction[] {
  const lines = findlinestarts(code);
  const raw = [...rawInstructions(code.co_code)];
  const targets = new Set(raw.map(({ offset, opcode, arg }) => jumpTarget(offset, opcode, arg)));
  return raw.map(({ offset, opcode, arg }) => ({
    offset,
    opcode,
    arg,
    line: lines.get(offset) ?? null,
    isJumpTarget: targets.has(offset),
  }));
}

function* rawInstructions(bytes: Uint8Array) {
  let extended = 0;
  let opcode: Op;
  for (let offset = 0; offset < bytes.length; offset += codeSize(opcode)) {
    opcode = bytes[offset] ?? Op.STOP_CODE;
    if (opcode < HAVE_ARGUMENT) {
      yield { offset, opcode, arg: null };
      continue;
    }
    const arg = (bytes[offset + 1] ?? 0) + (bytes[offset + 2] ?? 0) * 256 + extended;
    extended = opcode === Op.EXTENDED_ARG ? arg * 65536 : 0;
    yield { offset, opcode, arg };
  }
}

function jumpTarget(offset: number, opcode: Op, arg: number | null): number | null {
  if (RELATIVE_JUMPS.has(opcode)) return offset + 3 + (arg ?? 0);
  return ABSOLUTE_JUMPS.has(opcode) ? arg : null;
}

/** Offset of the first instruction of each line (`dis.findlinestarts`). */
export function findlinestarts(code: CodeObject): Map<number, number> {
  const starts = new Map<number, number>();
  let line = code.co_firstlineno;
  let lastLine: number | null = null;
  let offset = 0;
  for (let i = 0; i < code.co_lnotab.length; i += 2) {
    const byteStep = code.co_lnotab[i] ?? 0;
    if (byteStep !== 0) {
      if (line !== lastLine) starts.set(offset, line);
      lastLine = line;
      offset += byteStep;
    }
    line += code.co_lnotab[i + 1] ?? 0;
  }
  if (line !== lastLine) starts.set(offset, line);
  return starts;
}

/** What `dis.dis(code)` prints, except that a code object's repr carries no address. */
export function disassemble(code: CodeObject): string {
  return decode(code)
    .map((instruction, i) => {
      const { offset, opcode, arg, line, isJumpTarget } = instruction;
      const blank = line !== null && i > 0 ? "\n" : "";
      const label = isJumpTarget ? ">>" : "  ";
      const head = `${String(line ?? "").padStart(3)}     ${label} ${String(offset).padStart(4)}`;
      const name = opcodeName(opcode).padEnd(20);
      const argument =
        arg === null ? "" : ` ${String(arg).padStart(5)}${meaning(code, instruction)}`;
      return `${blank}${head} ${name}${argument}`.trimEnd();
    })
    .join("\n");
}

/** An opcode's name as Python spells it. */
export function opcodeName(opcode: Op): string {
  return Op[opcode].replace(/SLICE_(\d)$/, "SLICE+$1");
}

/** What the argument stands for, in brackets. */
function meaning(code: CodeObject, { offset, opcode, arg }: DecodedInstruction): string {
  const index = arg ?? 0;
  if (opcode === Op.LOAD_CONST) {
    const constant = code.co_consts[index];
    return constant === undefined ? "" : ` (${constantRepr(constant)})`;
  }
  if (NAMES.has(opcode)) return ` (${code.co_names[index]})`;
  if (RELATIVE_JUMPS.has(opcode)) return ` (to ${offset + 3 + index})`;
  if (LOCALS.has(opcode)) return ` (${code.co_varnames[index]})`;
  return opcode === Op.COMPARE_OP ? ` (${CMP_OP[index]})` : "";
}
