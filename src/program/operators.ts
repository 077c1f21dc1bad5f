/** Which opcode each operator, and each use of a name, item or slice, compiles to. */
import { Cmp, Op } from "../../assembly/abi/opcodes.ts";
import type { BinaryOperator, CompareOperator, UnaryOperator } from "./ast.ts";

/** What is done with a name, item, slice or attribute. */
export type Use = "load" | "store" | "delete";

export const UNARY: Readonly<Record<UnaryOperator, Op>> = {
  "+": Op.UNARY_POSITIVE,
  "-": Op.UNARY_NEGATIVE,
  "~": Op.UNARY_INVERT,
  not: Op.UNARY_NOT,
};

export const BINARY: Readonly<Record<BinaryOperator, Op>> = {
  "+": Op.BINARY_ADD,
  "-": Op.BINARY_SUBTRACT,
  "*": Op.BINARY_MULTIPLY,
  "/": Op.BINARY_DIVIDE,
  "//": Op.BINARY_FLOOR_DIVIDE,
  "%": Op.BINARY_MODULO,
  "**": Op.BINARY_POWER,
  "<<": Op.BINARY_LSHIFT,
  ">>": Op.BINARY_RSHIFT,
  "&": Op.BINARY_AND,
  "|": Op.BINARY_OR,
  "^": Op.BINARY_XOR,
};

export const COMPARE: Readonly<Record<CompareOperator, Cmp>> = {
  "<": Cmp.LT,
  "<=": Cmp.LE,
  "==": Cmp.EQ,
  "!=": Cmp.NE,
  ">": Cmp.GT,
  ">=": Cmp.GE,
  in: Cmp.IN,
  "not in": Cmp.NOT_IN,
  is: Cmp.IS,
  "is not": Cmp.IS_NOT,
};

export const INPLACE: Readonly<Record<BinaryOperator, Op>> = {
  "+": Op.INPLACE_ADD,
  "-": Op.INPLACE_SUBTRACT,
  "*": Op.INPLACE_MULTIPLY,
  "/": Op.INPLACE_DIVIDE,
  "//": Op.INPLACE_FLOOR_DIVIDE,
  "%": Op.INPLACE_MODULO,
  "**": Op.INPLACE_POWER,
  "<<": Op.INPLACE_LSHIFT,
  ">>": Op.INPLACE_RSHIFT,
  "&": Op.INPLACE_AND,
  "|": Op.INPLACE_OR,
  "^": Op.INPLACE_XOR,
};

type OpOfUse = Readonly<Record<Use, Op>>;

export const FAST: OpOfUse = { load: Op.LOAD_FAST, store: Op.STORE_FAST, delete: Op.DELETE_FAST };
export const GLOBAL: OpOfUse = {
  load: Op.LOAD_GLOBAL,
  store: Op.STORE_GLOBAL,
  delete: Op.DELETE_GLOBAL,
};
export const NAME: OpOfUse = { load: Op.LOAD_NAME, store: Op.STORE_NAME, delete: Op.DELETE_NAME };
export const SUBSCRIPT: OpOfUse = {
  load: Op.BINARY_SUBSCR,
  store: Op.STORE_SUBSCR,
  delete: Op.DELETE_SUBSCR,
};
export const SIMPLE_SLICE: OpOfUse = {
  load: Op.SLICE_0,
  store: Op.STORE_SLICE_0,
  delete: Op.DELETE_SLICE_0,
};
