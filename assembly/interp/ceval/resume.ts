/**
 * A run pauses between two bytecodes and goes on later, perhaps from a copy of the machine's memory (ADR
 * 0021). All state but the wasm stack is in memory, and of that stack only one shape is resumed: the
 * module's frame, and frames of Python functions that CALL_FUNCTION made, each on top of the other;
 * above them perhaps builtin_range, the one C function whose loop makes millions of objects (ADR 0034).
 *
 * The exit pauses between two names of the module, and before the int blocks are given back (pythonrun.ts).
 *
 *   pause    the C functions on the simulated stack have that shape, no stride is under way: Stop.PAUSED
 *   resume   the innermost frame's loop runs on; when it ends, what called it does the rest of its work
 */
import { Fn } from "../../abi/functions";
import { Op } from "../../abi/opcodes";
import { Stop } from "../../abi/stop";
import { check, halt } from "../../base/fault";
import { load64 } from "../../kernel/words";
import { clock, frame, leave } from "../../meter/ledger";
import { Py_DECREF } from "../../objects/object/refcount";
import { range_arguments, resume_range } from "../bltinmodule/range";
import { called, drop_call } from "./call_code";
import { goes_on } from "./exceptions";
import { frames_deep, leave_frame, run_frame } from "./loop";
import { Next, pfunc_of, r } from "./state";

/** C functions below the module's frame: main to PyEval_EvalCodeEx. */
const BELOW_MODULE: u32 = 8;
/** C functions from call_function to builtin_range. */
const CALL_OF_RANGE: u32 = 3;
/** Where a run cannot pause, the next try is so many Ir later. */
const LATER: u64 = 1 << 26;

function fn_at(depth: u32): u32 {
  return frame(depth).fn;
}

/**
 * Whether what `resume_eval_code` does is what the C functions on the stack have still to do, below the
 * innermost `above` ones.
 */
function is_resumable(above: u32): bool {
  if (clock().depth <= BELOW_MODULE + above) return false;
  let at = clock().depth - 1 - above;
  for (let level = frames_deep(); level > 1; level--) {
    if (at < BELOW_MODULE + 3 || fn_at(at) !== Fn.PyEval_EvalFrameEx) return false;
    at -= 1;
    if (fn_at(at) === Fn.PyEval_EvalCodeEx) at -= 1;
    if (fn_at(at) !== Fn.fast_function || fn_at(at - 1) !== Fn.call_function) return false;
    at -= 2;
  }
  return at === BELOW_MODULE && fn_at(at) === Fn.PyEval_EvalFrameEx;
}

/** A place in the process's exit where nothing but the process itself has still something to do. */
export function pause_if_due(): void {
  const c = clock();
  if (c.ir >= c.pause_from && c.ir < c.pause_until) halt(Stop.PAUSED);
}

/** The host wants the run to pause about here. */
export function pause(): void {
  pause_below(0);
}

/** The same between two ints of a list that range() fills, where CALL_FUNCTION called it. */
export function pause_in_range(): void {
  pause_below(in_range() ? CALL_OF_RANGE : 0);
}

function pause_below(above: u32): void {
  const c = clock();
  // A stride is about to end: after its last turns.
  if (c.turns !== 1) return;
  if (c.ir >= c.pause_until) {
    c.pause_from = u64.MAX_VALUE;
    return;
  }
  if (is_resumable(above)) halt(Stop.PAUSED);
  c.pause_from = c.ir + LATER;
}

/** Whether the innermost C functions are CALL_FUNCTION's call of range(). */
function in_range(): bool {
  const depth = clock().depth;
  return (
    depth > CALL_OF_RANGE &&
    fn_at(depth - 1) === Fn.builtin_range &&
    fn_at(depth - 2) === Fn.PyCFunction_Call &&
    fn_at(depth - 3) === Fn.call_function
  );
}

/** The argument of the CALL_FUNCTION that the frame which runs is in. */
function call_argument(): u32 {
  const at = r().bytes + <usize>r().offset;
  check(load<u8>(at) === <u8>Op.CALL_FUNCTION, r().offset);
  return <u32>load<u16>(at, 1);
}

/**
 * The rest of CALL_FUNCTION where the run was resumed inside the frame that it made: what fast_function
 * and call_function do when the frame ends. `general`: it was PyEval_EvalCodeEx that made it.
 */
function call_function_ends(frame: u64, result: u64, argument: u32, general: bool): Next {
  Py_DECREF(frame);
  if (general) leave();
  leave();
  const pfunc = pfunc_of((argument & 255) + 2 * ((argument >> 8) & 255));
  Py_DECREF(load64(pfunc));
  drop_call(pfunc);
  return called(result);
}

/**
 * The rest of CALL_FUNCTION where the run was resumed inside a built-in function that takes a tuple: what
 * PyCFunction_Call and call_function do when it returns `result`. The arguments have moved into the tuple.
 */
function call_builtin_ends(args: u64, result: u64): Next {
  leave();
  Py_DECREF(args);
  drop_call(pfunc_of(0));
  return called(result);
}

/** The rest of the module's PyEval_EvalCodeEx: all frames run to their ends. What the module's one returns. */
export function resume_eval_code(): u64 {
  let next = Next.DISPATCH;
  if (in_range()) next = call_builtin_ends(range_arguments(), resume_range());
  while (true) {
    if (next <= Next.FAST || goes_on(next)) run_frame(1, next !== Next.FAST);
    const ended = r().frame;
    const result = leave_frame();
    leave();
    if (frames_deep() === 0) {
      Py_DECREF(ended);
      leave();
      return result;
    }
    const general = fn_at(clock().depth - 1) === Fn.PyEval_EvalCodeEx;
    next = call_function_ends(ended, result, call_argument(), general);
  }
}
