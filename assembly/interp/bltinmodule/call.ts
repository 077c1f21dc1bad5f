/** The table of built-in functions (Python/bltinmodule.c: builtin_methods). */
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import {
  BUILTIN_FUNCTIONS,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  define_method,
} from "../../objects/methods";
import { builtin___import__ } from "../import";
import { builtin_filter } from "./filter";
import {
  builtin_all,
  builtin_any,
  builtin_iter,
  builtin_len,
  builtin_next,
  builtin_sum,
} from "./iterate";
import { builtin_map, builtin_reduce, builtin_zip } from "./map";
import {
  builtin_abs,
  builtin_bin,
  builtin_coerce,
  builtin_divmod,
  builtin_hex,
  builtin_oct,
  builtin_pow,
  builtin_round,
} from "./numbers";
import {
  builtin_apply,
  builtin_callable,
  builtin_chr,
  builtin_delattr,
  builtin_getattr,
  builtin_globals,
  builtin_hasattr,
  builtin_hash,
  builtin_id,
  builtin_intern,
  builtin_ord,
  builtin_repr,
  builtin_setattr,
} from "./objects";
import { builtin_cmp, builtin_max, builtin_min, builtin_sorted } from "./order";
import { builtin_range } from "./range";
import { builtin_isinstance, builtin_issubclass } from "./types";

const ABS: u32 = BUILTIN_FUNCTIONS;
const ALL: u32 = BUILTIN_FUNCTIONS + 1;
const ANY: u32 = BUILTIN_FUNCTIONS + 2;
const BIN: u32 = BUILTIN_FUNCTIONS + 3;
const CALLABLE: u32 = BUILTIN_FUNCTIONS + 4;
const CHR: u32 = BUILTIN_FUNCTIONS + 5;
const CMP: u32 = BUILTIN_FUNCTIONS + 6;
const DIVMOD: u32 = BUILTIN_FUNCTIONS + 7;
const FILTER: u32 = BUILTIN_FUNCTIONS + 8;
const GETATTR: u32 = BUILTIN_FUNCTIONS + 9;
const HASATTR: u32 = BUILTIN_FUNCTIONS + 10;
const HASH: u32 = BUILTIN_FUNCTIONS + 11;
const HEX: u32 = BUILTIN_FUNCTIONS + 12;
const ID: u32 = BUILTIN_FUNCTIONS + 13;
const INTERN: u32 = BUILTIN_FUNCTIONS + 14;
const ISINSTANCE: u32 = BUILTIN_FUNCTIONS + 15;
const ISSUBCLASS: u32 = BUILTIN_FUNCTIONS + 16;
const ITER: u32 = BUILTIN_FUNCTIONS + 17;
const LEN: u32 = BUILTIN_FUNCTIONS + 18;
const MAP: u32 = BUILTIN_FUNCTIONS + 19;
const MAX: u32 = BUILTIN_FUNCTIONS + 20;
const MIN: u32 = BUILTIN_FUNCTIONS + 21;
const NEXT: u32 = BUILTIN_FUNCTIONS + 22;
const OCT: u32 = BUILTIN_FUNCTIONS + 23;
const ORD: u32 = BUILTIN_FUNCTIONS + 24;
const POW: u32 = BUILTIN_FUNCTIONS + 25;
const RANGE: u32 = BUILTIN_FUNCTIONS + 26;
const REDUCE: u32 = BUILTIN_FUNCTIONS + 27;
const REPR: u32 = BUILTIN_FUNCTIONS + 28;
const ROUND: u32 = BUILTIN_FUNCTIONS + 29;
const SETATTR: u32 = BUILTIN_FUNCTIONS + 30;
const SORTED: u32 = BUILTIN_FUNCTIONS + 31;
const SUM: u32 = BUILTIN_FUNCTIONS + 32;
const ZIP: u32 = BUILTIN_FUNCTIONS + 33;
const APPLY: u32 = BUILTIN_FUNCTIONS + 34;
const DELATTR: u32 = BUILTIN_FUNCTIONS + 35;
const IMPORT: u32 = BUILTIN_FUNCTIONS + 36;
/** Functions that exist by name only; from here on the number says which. */
const COERCE: u32 = BUILTIN_FUNCTIONS + 40;
const DIR: u32 = BUILTIN_FUNCTIONS + 41;
const EVAL: u32 = BUILTIN_FUNCTIONS + 42;
const EXECFILE: u32 = BUILTIN_FUNCTIONS + 43;
const GLOBALS: u32 = BUILTIN_FUNCTIONS + 44;
const INPUT: u32 = BUILTIN_FUNCTIONS + 45;
const LOCALS: u32 = BUILTIN_FUNCTIONS + 46;
const OPEN: u32 = BUILTIN_FUNCTIONS + 47;
const RAW_INPUT: u32 = BUILTIN_FUNCTIONS + 48;
const VARS: u32 = BUILTIN_FUNCTIONS + 49;

const KEYWORDS: u32 = METH_VARARGS | METH_KEYWORDS;

export function define_builtins(): void {
  define("__import__", KEYWORDS, IMPORT);
  define("abs", METH_O, ABS);
  define("all", METH_O, ALL);
  define("any", METH_O, ANY);
  define("apply", METH_VARARGS, APPLY);
  define("bin", METH_O, BIN);
  define("callable", METH_O, CALLABLE);
  define("chr", METH_VARARGS, CHR);
  define("cmp", METH_VARARGS, CMP);
  define("delattr", METH_VARARGS, DELATTR);
  define("divmod", METH_VARARGS, DIVMOD);
  define("filter", METH_VARARGS, FILTER);
  define("getattr", METH_VARARGS, GETATTR);
  define("hasattr", METH_VARARGS, HASATTR);
  define("hash", METH_O, HASH);
  define("hex", METH_O, HEX);
  define("id", METH_O, ID);
  define("intern", METH_VARARGS, INTERN);
  define("isinstance", METH_VARARGS, ISINSTANCE);
  define("issubclass", METH_VARARGS, ISSUBCLASS);
  define("iter", METH_VARARGS, ITER);
  define("len", METH_O, LEN);
  define("map", METH_VARARGS, MAP);
  define("max", KEYWORDS, MAX);
  define("min", KEYWORDS, MIN);
  define("next", METH_VARARGS, NEXT);
  define("oct", METH_O, OCT);
  define("ord", METH_O, ORD);
  define("pow", METH_VARARGS, POW);
  define("range", METH_VARARGS, RANGE);
  define("reduce", METH_VARARGS, REDUCE);
  define("repr", METH_O, REPR);
  define("round", KEYWORDS, ROUND);
  define("setattr", METH_VARARGS, SETATTR);
  define("sorted", KEYWORDS, SORTED);
  define("sum", METH_VARARGS, SUM);
  define("zip", METH_VARARGS, ZIP);
  define_by_name_only();
}

function define(name: string, flags: u32, number: u32): void {
  define_method(Ty.NONE, name, flags, number);
}

function define_by_name_only(): void {
  define("coerce", METH_VARARGS, COERCE);
  define("dir", METH_VARARGS, DIR);
  define("eval", METH_VARARGS, EVAL);
  define("execfile", METH_VARARGS, EXECFILE);
  define("globals", METH_NOARGS, GLOBALS);
  define("input", METH_VARARGS, INPUT);
  define("locals", METH_NOARGS, LOCALS);
  define("open", KEYWORDS, OPEN);
  define("raw_input", METH_VARARGS, RAW_INPUT);
  define("vars", METH_VARARGS, VARS);
}

/** Calls a built-in function: `args` is what its flags say. */
export function builtin_call(number: u32, _self: u64, args: u64, kwargs: u64): u64 {
  switch (number) {
    case ABS:
      return builtin_abs(args);
    case ALL:
      return builtin_all(args);
    case ANY:
      return builtin_any(args);
    case BIN:
      return builtin_bin(args);
    case CALLABLE:
      return builtin_callable(args);
    case CHR:
      return builtin_chr(args);
    case CMP:
      return builtin_cmp(args);
    case COERCE:
      return builtin_coerce(args);
    case DIVMOD:
      return builtin_divmod(args);
    case FILTER:
      return builtin_filter(args);
    case GETATTR:
      return builtin_getattr(args);
    case HASATTR:
      return builtin_hasattr(args);
    case HASH:
      return builtin_hash(args);
    case HEX:
      return builtin_hex(args);
    case ID:
      return builtin_id(args);
    case INTERN:
      return builtin_intern(args);
    case ISINSTANCE:
      return builtin_isinstance(args);
    case ISSUBCLASS:
      return builtin_issubclass(args);
    case ITER:
      return builtin_iter(args);
    case LEN:
      return builtin_len(args);
    default:
      return call_second_half(number, args, kwargs);
  }
}

function call_second_half(number: u32, args: u64, kwargs: u64): u64 {
  switch (number) {
    case APPLY:
      return builtin_apply(args);
    case DELATTR:
      return builtin_delattr(args);
    case GLOBALS:
      return builtin_globals();
    case MAP:
      return builtin_map(args);
    case MAX:
      return builtin_max(args, kwargs);
    case MIN:
      return builtin_min(args, kwargs);
    case NEXT:
      return builtin_next(args);
    case OCT:
      return builtin_oct(args);
    case ORD:
      return builtin_ord(args);
    case POW:
      return builtin_pow(args);
    case RANGE:
      return builtin_range(args);
    case REDUCE:
      return builtin_reduce(args);
    case REPR:
      return builtin_repr(args);
    case ROUND:
      return builtin_round(args, kwargs);
    case SETATTR:
      return builtin_setattr(args);
    case IMPORT:
      return builtin___import__(args, kwargs);
    case SORTED:
      return builtin_sorted(args, kwargs);
    case SUM:
      return builtin_sum(args);
    case ZIP:
      return builtin_zip(args);
    default:
      name_only(number);
      return 0;
  }
}

function name_only(number: u32): void {
  switch (number) {
    case DIR:
      return not_simulated("dir()");
    case EVAL:
      return not_simulated("eval()");
    case EXECFILE:
      return not_simulated("execfile()");
    case INPUT:
      return not_simulated("input()");
    case LOCALS:
      return not_simulated("locals()");
    case OPEN:
      return not_simulated("open()");
    case RAW_INPUT:
      return not_simulated("raw_input()");
    default:
      return not_simulated("vars()");
  }
}
