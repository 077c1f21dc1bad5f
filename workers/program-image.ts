/** The compiled program as the bytes that the machine reads (assembly/interp/load_program.ts). */
import { COMPILER_CALL_WORDS, CompilerCall } from "../assembly/abi/compiler_heap.ts";
import type { CodeObject, Constant } from "../src/program/code.ts";
import type { Program } from "./program.ts";

/** Bits of a digit of a long (sys.long_info of the measured builds). */
const LONG_BITS = 30n;

/** Bytes in the order they are appended. */
class ByteWriter {
  private bytes = new Uint8Array(4096);
  private length = 0;

  private room(count: number): DataView {
    if (this.length + count > this.bytes.length) {
      const larger = new Uint8Array(2 * (this.length + count));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    this.length += count;
    return new DataView(this.bytes.buffer, this.length - count, count);
  }

  u8(value: number): void {
    this.room(1).setUint8(0, value);
  }

  u32(value: number): void {
    this.room(4).setUint32(0, value, true);
  }

  i64(value: bigint): void {
    this.room(8).setBigInt64(0, value, true);
  }

  f64(value: number): void {
    this.room(8).setFloat64(0, value, true);
  }

  raw(bytes: Uint8Array): void {
    this.u32(bytes.length);
    this.room(bytes.length);
    this.bytes.set(bytes, this.length - bytes.length);
  }

  /** One byte a character. */
  text(text: string): void {
    this.raw(Uint8Array.from(text, (char) => char.charCodeAt(0)));
  }

  result(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

/** The recorded heap is as the compiler left it, with the tuples of the code that the machine makes again. */
function spareTuples({ co_consts, co_names, co_varnames }: CodeObject): number[] {
  return [co_consts, co_names, co_varnames]
    .filter(({ length }) => length > 0)
    .flatMap(({ length }) => [CompilerCall.SPARE_TUPLE, 0, length]);
}

/** `pass`, whose state every other program starts from, keeps the tuple (None,). */
const PASS_SPARE_TUPLES = [CompilerCall.SPARE_TUPLE, 0, 1];

/** The image of a program. */
export function programBytes(program: Program): Uint8Array {
  const out = new ByteWriter();
  out.u8(program.recorded ? 1 : 0);
  out.raw(new TextEncoder().encode(program.text));
  const calls = program.recorded
    ? spareTuples(program.code)
    : [...PASS_SPARE_TUPLES, ...program.heapCalls];
  out.u32(calls.length / COMPILER_CALL_WORDS);
  for (const word of calls) out.u32(word);
  writeCode(out, program.code);
  return out.result();
}

function writeCode(out: ByteWriter, code: CodeObject): void {
  out.u32(code.co_argcount);
  out.u32(code.co_nlocals);
  out.u32(code.co_stacksize);
  out.u32(code.co_flags);
  out.u32(code.co_firstlineno);
  out.text(code.co_name);
  out.text(code.co_filename);
  out.raw(code.co_code);
  out.raw(code.co_lnotab);
  writeConstants(out, code.co_consts);
  writeNames(out, code.co_names);
  writeNames(out, code.co_varnames);
}

function writeNames(out: ByteWriter, names: readonly string[]): void {
  out.u32(names.length);
  for (const name of names) out.text(name);
}

function writeConstants(out: ByteWriter, constants: readonly Constant[]): void {
  out.u32(constants.length);
  for (const constant of constants) writeConstant(out, constant);
}

/** One letter says which kind of constant follows. */
const TAGS = {
  None: "N",
  int: "i",
  long: "l",
  float: "f",
  str: "s",
  tuple: "t",
  code: "c",
} as const;

function writeConstant(out: ByteWriter, constant: Constant): void {
  out.u8(TAGS[constant.type].charCodeAt(0));
  if (constant.type === "int") out.i64(constant.value);
  else if (constant.type === "long") writeLong(out, constant.value);
  else if (constant.type === "float") out.f64(constant.value);
  else if (constant.type === "str") out.text(constant.value);
  else if (constant.type === "tuple") writeConstants(out, constant.items);
  else if (constant.type === "code") writeCode(out, constant.code);
}

/** Sign (1 for negative), count of digits, digits from the lowest on. */
function writeLong(out: ByteWriter, value: bigint): void {
  const digits: number[] = [];
  for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= LONG_BITS) {
    digits.push(Number(rest & ((1n << LONG_BITS) - 1n)));
  }
  out.u8(value < 0n ? 1 : 0);
  out.u32(digits.length);
  for (const digit of digits) out.u32(digit);
}

/** The module's code and every function's inside it, in the order in which the machine loads them. */
export function codesOf(code: CodeObject): CodeObject[] {
  const inner = (constant: Constant): CodeObject[] => {
    if (constant.type === "code") return codesOf(constant.code);
    return constant.type === "tuple" ? constant.items.flatMap(inner) : [];
  };
  return [code, ...code.co_consts.flatMap(inner)];
}
