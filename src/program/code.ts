/**
 * What a compiled program is: CPython 2.7's code object (Objects/codeobject.c) as plain data.
 * Fields keep their C names, so that a code object can be read beside `dir(code)` of python2.7.
 */

/**
 * A value that the compiler can place in `co_consts`. Python's int and long are different types.
 */
export type Constant =
  | { readonly type: "None" }
  | { readonly type: "int"; readonly value: bigint }
  | { readonly type: "long"; readonly value: bigint }
  | { readonly type: "float"; readonly value: number }
  /** One character of the text per byte of the string: character codes 0 to 255. */
  | { readonly type: "str"; readonly value: string }
  | { readonly type: "tuple"; readonly items: readonly Constant[] }
  | { readonly type: "code"; readonly code: CodeObject };

/** CPython 2.7's code object; every field equals what `compile()` of python2.7 gives. */
export interface CodeObject {
  readonly co_argcount: number;
  readonly co_nlocals: number;
  readonly co_stacksize: number;
  readonly co_flags: number;
  readonly co_code: Uint8Array;
  readonly co_consts: readonly Constant[];
  readonly co_names: readonly string[];
  readonly co_varnames: readonly string[];
  /** Always empty: a program that needs a closure is refused with a diagnostic. */
  readonly co_freevars: readonly string[];
  readonly co_cellvars: readonly string[];
  readonly co_filename: string;
  readonly co_name: string;
  readonly co_firstlineno: number;
  readonly co_lnotab: Uint8Array;
}

/** The bits of `co_flags` that the subset can produce (Include/code.h). */
export enum CodeFlag {
  CO_OPTIMIZED = 0x1,
  CO_NEWLOCALS = 0x2,
  CO_NESTED = 0x10,
  CO_NOFREE = 0x40,
}

export const NONE: Constant = { type: "None" };

const INT_MIN = -(2n ** 63n);
const INT_MAX = 2n ** 63n - 1n;

/** Says whether a value fits the C long of a 64-bit Linux, which is what an int holds. */
export function fitsInt(value: bigint): boolean {
  return INT_MIN <= value && value <= INT_MAX;
}

/**
 * An int where the value fits a C long, otherwise a long: how literals and int arithmetic choose.
 */
export function intOrLong(value: bigint): Constant {
  return { type: fitsInt(value) ? "int" : "long", value };
}

/** The first int, and the first one behind, of those that all of Python shares (Objects/intobject.c). */
const [SMALL_FROM, SMALL_TO] = [-5n, 257n];

/** Whether each constant of this value is an object of its own. */
export function isOwnInt(constant: Constant): boolean {
  if (constant.type !== "int") return false;
  return constant.value < SMALL_FROM || constant.value >= SMALL_TO;
}

export function str(value: string): Constant {
  return { type: "str", value };
}

/**
 * The identity under which `compiler_add_o` shares constants: value and type together, so that 1,
 * 1L and 1.0 stay apart, and 0.0 and -0.0 too.
 */
export function constantKey(constant: Constant, codeIndex: (code: CodeObject) => number): string {
  switch (constant.type) {
    case "None":
      return "None";
    case "int":
    case "long":
      return `${constant.type} ${constant.value}`;
    case "float":
      return `float ${Object.is(constant.value, -0) ? "-0" : constant.value}`;
    case "str":
      return `str ${constant.value}`;
    case "tuple":
      return `tuple ${JSON.stringify(constant.items.map((item) => constantKey(item, codeIndex)))}`;
    case "code":
      return `code ${codeIndex(constant.code)}`;
  }
}

/** Python's truth of a constant. */
export function isTrue(constant: Constant): boolean {
  switch (constant.type) {
    case "None":
      return false;
    case "int":
    case "long":
      return constant.value !== 0n;
    case "float":
      return constant.value !== 0;
    case "str":
      return constant.value !== "";
    case "tuple":
      return constant.items.length > 0;
    case "code":
      return true;
  }
}
