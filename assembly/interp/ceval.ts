/**
 * The evaluation loop (Python/ceval.c, CPython 2.7; spec 03): fetch, dispatch, value stack.
 *
 * This slice runs the opcodes of `pass` and of one `range(n)` statement. What an opcode's C helpers
 * cost (dictionary probes, argument parsing, the argument tuple) is in its segment's price; the build
 * lists how that sum belongs to those helpers (`bundles`).
 */
import { Ev } from "../abi/events";
import { Fn } from "../abi/functions";
import { ConstKind, NameKind } from "../abi/layout";
import { HAVE_ARGUMENT, Op } from "../abi/opcodes";
import { Seg } from "../abi/segments";
import { Fault } from "../abi/stop";
import { check, fail } from "../base/fault";
import { emit } from "../events/ring";
import { enter, leave, retire, retire_table } from "../meter/ledger";
import { list_dealloc } from "../objects/listobject/listobject";
import { builtin_range } from "./bltinmodule/range";
import { code_byte, const_kind, const_value, name_kind } from "./code";

/** What a stack entry is; objects other than ints and lists have no memory of their own yet. */
export enum Kind {
  NONE,
  INT,
  LIST,
  BUILTIN,
}

@unmanaged
class Frame {
  offset: u32;
  height: u32;
}

const STACK_MAX: u32 = 256;
const frame_at: usize = memory.data(8, 8);
const stack_at: usize = memory.data(16 * 256, 8);

function f(): Frame {
  return changetype<Frame>(frame_at);
}

export function ceval_reset(): void {
  f().offset = 0;
  f().height = 0;
}

/** Offset of the bytecode that runs or runs next. */
export function opcode_offset(): u32 {
  return f().offset;
}

function push(kind: Kind, value: u64): void {
  if (f().height >= STACK_MAX) fail(Fault.STACK_OVERFLOW, f().offset);
  const at = stack_at + <usize>f().height * 16;
  store<u64>(at, <u64>kind);
  store<u64>(at, value, 8);
  f().height += 1;
}

function top_kind(): Kind {
  check(f().height > 0, f().offset);
  return <Kind>(<i32>load<u64>(stack_at + <usize>(f().height - 1) * 16));
}

function pop(): u64 {
  check(f().height > 0, f().offset);
  f().height -= 1;
  return load<u64>(stack_at + <usize>f().height * 16, 8);
}

/** Drops a reference that the value stack held. */
function drop(): void {
  const kind = top_kind();
  const value = pop();
  if (kind === Kind.LIST) list_dealloc(value);
}

/** Runs the module's code from its first bytecode to RETURN_VALUE. */
export function PyEval_EvalCode(): void {
  enter(Fn.PyEval_EvalCode);
  retire(Seg.PyEval_EvalCode__frame);
  enter(Fn.PyEval_EvalCodeEx);
  retire(Seg.PyEval_EvalCodeEx__call);
  enter(Fn.PyEval_EvalFrameEx);
  retire(Seg.PyEval_EvalFrameEx__entry);
  while (step()) {}
  retire(Seg.PyEval_EvalFrameEx__exit);
  leave();
  leave();
  retire(Seg.PyEval_EvalCode__drop_frame);
  leave();
}

/** One bytecode; false after RETURN_VALUE. */
function step(): bool {
  const offset = f().offset;
  const opcode = <i32>code_byte(offset);
  const first: u32 = offset === 0 ? 0 : 1;
  const argument =
    opcode >= HAVE_ARGUMENT ? <u32>code_byte(offset + 1) | ((<u32>code_byte(offset + 2)) << 8) : 0;
  emit(Ev.OPCODE, 0, offset, opcode);
  switch (opcode) {
    case Op.LOAD_NAME: {
      retire(Seg.PyEval_EvalFrameEx__LOAD_NAME);
      if (name_kind(argument) !== NameKind.RANGE) fail(Fault.NOT_SIMULATED, offset);
      push(Kind.BUILTIN, NameKind.RANGE);
      break;
    }
    case Op.LOAD_CONST: {
      retire_table(Seg.PyEval_EvalFrameEx__LOAD_CONST, first);
      const kind = const_kind(argument) === ConstKind.INT ? Kind.INT : Kind.NONE;
      push(kind, const_value(argument));
      break;
    }
    case Op.CALL_FUNCTION: {
      if (argument !== 1) fail(Fault.NOT_SIMULATED, offset);
      retire(Seg.PyEval_EvalFrameEx__CALL_FUNCTION);
      call_function();
      break;
    }
    case Op.POP_TOP: {
      retire(Seg.PyEval_EvalFrameEx__POP_TOP);
      drop();
      break;
    }
    case Op.RETURN_VALUE: {
      retire(Seg.PyEval_EvalFrameEx__RETURN_VALUE);
      pop();
      check(f().height === 0, offset);
      return false;
    }
    default:
      fail(Fault.NOT_SIMULATED, ((<u64>opcode) << 32) | offset);
  }
  f().offset = offset + (opcode >= HAVE_ARGUMENT ? 3 : 1);
  return true;
}

/** Calls the built-in function under its one argument and leaves the result in its place. */
function call_function(): void {
  enter(Fn.call_function);
  retire(Seg.call_function__builtin);
  check(top_kind() === Kind.INT, f().offset);
  const ihigh = <i64>pop();
  check(top_kind() === Kind.BUILTIN, f().offset);
  pop();
  enter(Fn.PyCFunction_Call);
  retire(Seg.PyCFunction_Call__varargs);
  const list = builtin_range(ihigh);
  leave();
  push(Kind.LIST, list);
  leave();
}
