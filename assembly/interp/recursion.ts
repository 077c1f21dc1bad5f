/** The recursion limit (Include/ceval.h: Py_EnterRecursiveCall). */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { text_add, text_mark } from "../base/text";
import { enter, leave, retire } from "../meter/ledger";
import { PyErr_SetText } from "./errors";

/** sys.getrecursionlimit() at start. */
export const DEFAULT_RECURSION_LIMIT: u32 = 1000;

@unmanaged
class Recursion {
  depth: u32;
  limit: u32;
}

const recursion_at: usize = memory.data(8, 8);

function recursion(): Recursion {
  return changetype<Recursion>(recursion_at);
}

export function recursion_reset(): void {
  recursion().depth = 0;
  recursion().limit = DEFAULT_RECURSION_LIMIT;
}

export function recursion_depth(): u32 {
  return recursion().depth;
}

export function recursion_limit(): u32 {
  return recursion().limit;
}

export function set_recursion_limit(limit: u32): void {
  recursion().limit = limit;
}

/** Levels that a question about an exception's class may go deeper than the limit. */
const MORE_FOR_EXCEPTIONS: u32 = 5;

/** The limit, which is a little higher until it is set back to what this returns. */
export function raise_recursion_limit(): u32 {
  enter(Fn.Py_GetRecursionLimit);
  retire(Seg.Py_GetRecursionLimit__call);
  const limit = recursion_limit();
  leave();
  Py_SetRecursionLimit(limit + MORE_FOR_EXCEPTIONS);
  return limit;
}

export function Py_SetRecursionLimit(limit: u32): void {
  enter(Fn.Py_SetRecursionLimit);
  retire(Seg.Py_SetRecursionLimit__call);
  set_recursion_limit(limit);
  leave();
}

/** One level deeper; true when that is too deep, with a RuntimeError set. `where` begins with a blank. */
export function Py_EnterRecursiveCall(where: string): bool {
  recursion().depth += 1;
  if (recursion().depth <= recursion().limit) return false;
  return _Py_CheckRecursiveCall(where);
}

export function Py_LeaveRecursiveCall(): void {
  recursion().depth -= 1;
}

function _Py_CheckRecursiveCall(where: string): bool {
  enter(Fn._Py_CheckRecursiveCall);
  retire(Seg._Py_CheckRecursiveCall__raise);
  recursion().depth -= 1;
  const mark = text_mark();
  text_add("maximum recursion depth exceeded");
  text_add(where);
  PyErr_SetText(Ty.RuntimeError, mark);
  leave();
  return true;
}
