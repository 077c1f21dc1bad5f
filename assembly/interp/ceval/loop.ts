/**
 * The evaluation loop (Python/ceval.c, CPython 2.7; spec 03): fetch, dispatch, leave.
 *
 * An opcode's own instructions are one segment for each path through it. The ticker that looks at
 * signals and threads every 100 opcodes counts at each DISPATCH; some opcodes skip it.
 */
import { Ev } from "../../abi/events";
import { Fn } from "../../abi/functions";
import { Cmp, HAVE_ARGUMENT, Op } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { check, not_simulated } from "../../base/fault";
import { forced_collect, forced_is_due } from "../../collectors/forced";
import { emit } from "../../events/ring";
import { clock, enter, leave, retire, retire_table, sample } from "../../meter/ledger";
import { PyDict_GetItemString } from "../../objects/dictobject/by_string";
import { F_BACK, F_EXC_TYPE } from "../../objects/frameobject";
import { Py_DECREF, Py_INCREF, get_field } from "../../objects/object/refcount";
import { traces_refs } from "../../objects/object/tracing";
import { PyInt_FromLong } from "../../objects/intobject/intobject";
import { tstate } from "../errors";
import { Py_EnterRecursiveCall, Py_LeaveRecursiveCall } from "../recursion";
import {
  build_list,
  build_map,
  build_slice,
  build_tuple,
  change_slice,
  delete_subscr,
  for_iter,
  get_iter,
  list_append,
  make_function,
  slice,
  store_map,
  store_subscr,
  unpack_sequence,
} from "./build";
import { call_function_op } from "./call_code";
import {
  end_finally,
  goes_on,
  pop_block_op,
  raise_varargs,
  reset_exc_info,
  setup_block,
} from "./exceptions";
import {
  delete_attr,
  delete_fast,
  delete_global,
  delete_name,
  load_attr,
  load_const,
  load_fast,
  load_global,
  load_locals,
  load_name,
  store_attr,
  store_fast,
  store_global,
  store_name,
} from "./names";
import {
  add,
  binary,
  compare_op,
  inplace,
  jump_if_or_pop,
  pop_jump_if,
  subscript,
  subtract,
  unary,
} from "./operators";
import { import_from, import_name, print_item, print_newline } from "./output";
import {
  Next,
  REGISTER_BYTES,
  Why,
  jump_to,
  load_registers,
  peek,
  pop,
  push,
  r,
  registers_address,
} from "./state";
import { duplicate, rotate } from "./stack";
import { pause } from "./resume";
import { forget_loop, strides_reset, turn_ends } from "./stride/loops";
import { path_after } from "./stride/alike";
import { tick } from "./ticker";

/** Registers of the frames below the one that runs, one set for each level of recursion. */
const SAVED_MAX: u32 = 20000;
const saved_at: usize = memory.data(128 * 20000, 8);
const saved_count_at: usize = memory.data(8, 8);

export function loop_reset(): void {
  strides_reset();
  store<u32>(saved_count_at, 0);
}

/** Runs a frame to its end: the value it returns, or 0 with an exception. */
export function PyEval_EvalFrameEx(frame: u64): u64 {
  enter(Fn.PyEval_EvalFrameEx);
  let retval: u64 = 0;
  if (!Py_EnterRecursiveCall("")) {
    const level = load<u32>(saved_count_at);
    check(level < SAVED_MAX, level);
    memory.copy(saved_at + <usize>level * REGISTER_BYTES, registers_address(), REGISTER_BYTES);
    store<u32>(saved_count_at, level + 1);
    tstate().frame = frame;
    load_registers(frame);
    forget_loop();
    retire(Seg.PyEval_EvalFrameEx__entry);
    // A pydebug build asks for the name __lltrace__, which turns a trace of the opcodes on.
    if (traces_refs()) PyDict_GetItemString(r().globals, "__lltrace__");
    r().by_switch = 1;
    run_frame(0, true);
    retval = leave_frame();
  }
  leave();
  return retval;
}

/** The frame that runs has come to its end: the frame below goes on. */
export function leave_frame(): u64 {
  const frame = r().frame;
  const level = load<u32>(saved_count_at) - 1;
  const retval = r().retval;
  retire(Seg.PyEval_EvalFrameEx__exit);
  if (get_field(frame, F_EXC_TYPE) !== 0) reset_exc_info(frame);
  Py_LeaveRecursiveCall();
  tstate().frame = get_field(frame, F_BACK);
  store<u32>(saved_count_at, level);
  memory.copy(registers_address(), saved_at + <usize>level * REGISTER_BYTES, REGISTER_BYTES);
  return retval;
}

/** How many frames run or wait for one they called. */
export function frames_deep(): u32 {
  return load<u32>(saved_count_at);
}

/** The loop: until a return, or an exception that no block takes. `first`: 0 for a frame that starts. */
export function run_frame(first: u32, ticks: bool): void {
  while (true) {
    if (ticks) {
      if (first !== 0 && clock().ir >= clock().pause_from) pause();
      tick();
    }
    const next = step();
    first = 1;
    ticks = next === Next.DISPATCH;
    if (next <= Next.FAST) continue;
    if (!goes_on(next)) return;
    ticks = true;
  }
}

/** Fetches one opcode and its argument. */
function step(): Next {
  const regs = r();
  const offset = regs.next_instr;
  regs.offset = offset;
  regs.path = path_after(regs.path, offset);
  if (forced_is_due()) forced_collect();
  check(offset < regs.length, offset);
  let at = regs.bytes + <usize>offset;
  let opcode = <i32>load<u8>(at);
  let argument: u32 = 0;
  emit(Ev.OPCODE, regs.code, offset, opcode);
  sample(false);
  const first: u32 = regs.by_switch !== 0 ? 0 : 1;
  regs.by_switch = 0;
  // LOAD_CONST, the first opcode of most frames, has this in its own table.
  if (first === 0 && opcode !== Op.LOAD_CONST)
    retire_table(Seg.PyEval_EvalFrameEx__by_switch, opcode);
  if (opcode >= HAVE_ARGUMENT) {
    argument = <u32>load<u16>(at, 1);
    regs.next_instr = offset + 3;
    if (opcode === Op.EXTENDED_ARG) {
      retire(Seg.PyEval_EvalFrameEx__EXTENDED_ARG);
      at += 3;
      opcode = <i32>load<u8>(at);
      argument = (argument << 16) | <u32>load<u16>(at, 1);
      regs.next_instr = offset + 6;
    }
    return with_argument(opcode, argument, first);
  }
  regs.next_instr = offset + 1;
  return without_argument(opcode);
}

function without_argument(opcode: i32): Next {
  switch (opcode) {
    case Op.POP_TOP:
      retire(Seg.PyEval_EvalFrameEx__POP_TOP);
      Py_DECREF(pop());
      return Next.FAST;
    case Op.ROT_TWO:
    case Op.ROT_THREE:
    case Op.ROT_FOUR:
      return rotate(opcode);
    case Op.DUP_TOP:
      retire(Seg.PyEval_EvalFrameEx__DUP_TOP);
      Py_INCREF(peek(1));
      push(peek(1));
      return Next.FAST;
    case Op.NOP:
      retire(Seg.PyEval_EvalFrameEx__NOP);
      return Next.FAST;
    case Op.UNARY_POSITIVE:
    case Op.UNARY_NEGATIVE:
    case Op.UNARY_NOT:
    case Op.UNARY_CONVERT:
    case Op.UNARY_INVERT:
      return unary(opcode);
    case Op.BINARY_ADD:
      return add(false);
    case Op.INPLACE_ADD:
      return add(true);
    case Op.BINARY_SUBTRACT:
      return subtract(false);
    case Op.INPLACE_SUBTRACT:
      return subtract(true);
    case Op.BINARY_SUBSCR:
      return subscript();
    case Op.BINARY_POWER:
    case Op.BINARY_MULTIPLY:
    case Op.BINARY_DIVIDE:
    case Op.BINARY_MODULO:
    case Op.BINARY_FLOOR_DIVIDE:
    case Op.BINARY_TRUE_DIVIDE:
    case Op.BINARY_LSHIFT:
    case Op.BINARY_RSHIFT:
    case Op.BINARY_AND:
    case Op.BINARY_XOR:
    case Op.BINARY_OR:
      return binary(opcode);
    case Op.INPLACE_POWER:
    case Op.INPLACE_MULTIPLY:
    case Op.INPLACE_DIVIDE:
    case Op.INPLACE_MODULO:
    case Op.INPLACE_FLOOR_DIVIDE:
    case Op.INPLACE_TRUE_DIVIDE:
    case Op.INPLACE_LSHIFT:
    case Op.INPLACE_RSHIFT:
    case Op.INPLACE_AND:
    case Op.INPLACE_XOR:
    case Op.INPLACE_OR:
      return inplace(opcode);
    case Op.STORE_MAP:
      return store_map();
    case Op.STORE_SUBSCR:
      return store_subscr();
    case Op.DELETE_SUBSCR:
      return delete_subscr();
    case Op.GET_ITER:
      return get_iter();
    case Op.LOAD_LOCALS:
      return load_locals();
    default:
      return control(opcode);
  }
}

/** Opcodes without an argument that print, slice, or leave something. */
function control(opcode: i32): Next {
  if (opcode >= Op.SLICE_0 && opcode <= Op.SLICE_3) return slice(opcode - Op.SLICE_0);
  if (opcode >= Op.STORE_SLICE_0 && opcode <= Op.STORE_SLICE_3) {
    return change_slice(opcode - Op.STORE_SLICE_0, true);
  }
  if (opcode >= Op.DELETE_SLICE_0 && opcode <= Op.DELETE_SLICE_3) {
    return change_slice(opcode - Op.DELETE_SLICE_0, false);
  }
  switch (opcode) {
    case Op.PRINT_ITEM:
      return print_item(false);
    case Op.PRINT_ITEM_TO:
      return print_item(true);
    case Op.PRINT_NEWLINE:
      return print_newline(false);
    case Op.PRINT_NEWLINE_TO:
      return print_newline(true);
    case Op.RETURN_VALUE:
      retire(Seg.PyEval_EvalFrameEx__RETURN_VALUE);
      r().retval = pop();
      r().why = Why.RETURN;
      return Next.UNWIND;
    case Op.BREAK_LOOP:
      retire(Seg.PyEval_EvalFrameEx__BREAK_LOOP);
      r().why = Why.BREAK;
      return Next.UNWIND;
    case Op.POP_BLOCK:
      return pop_block_op();
    case Op.END_FINALLY:
      return end_finally();
    default:
      not_simulated("this opcode");
      return Next.ERROR;
  }
}

function with_argument(opcode: i32, argument: u32, first: u32): Next {
  switch (opcode) {
    case Op.LOAD_CONST:
      return load_const(argument, first);
    case Op.LOAD_FAST:
      return load_fast(argument);
    case Op.STORE_FAST:
      return store_fast(argument);
    case Op.LOAD_NAME:
      return load_name(argument);
    case Op.STORE_NAME:
      return store_name(argument);
    case Op.LOAD_GLOBAL:
      return load_global(argument);
    case Op.STORE_GLOBAL:
      return store_global(argument);
    case Op.LOAD_ATTR:
      return load_attr(argument);
    case Op.COMPARE_OP:
      return compare_op(<Cmp>argument);
    case Op.FOR_ITER:
      return for_iter(r().next_instr + argument);
    case Op.CALL_FUNCTION:
      return call_function_op(argument);
    case Op.POP_JUMP_IF_FALSE:
      return pop_jump_if(false, argument);
    case Op.POP_JUMP_IF_TRUE:
      return pop_jump_if(true, argument);
    case Op.JUMP_ABSOLUTE:
      retire(Seg.PyEval_EvalFrameEx__JUMP_ABSOLUTE);
      jump_to(argument);
      if (argument < r().offset) turn_ends(argument);
      return Next.DISPATCH;
    case Op.JUMP_FORWARD:
      retire(Seg.PyEval_EvalFrameEx__JUMP_FORWARD);
      jump_to(r().next_instr + argument);
      return Next.FAST;
    case Op.JUMP_IF_FALSE_OR_POP:
      return jump_if_or_pop(false, argument);
    case Op.JUMP_IF_TRUE_OR_POP:
      return jump_if_or_pop(true, argument);
    case Op.BUILD_TUPLE:
      return build_tuple(argument);
    case Op.BUILD_LIST:
      return build_list(argument);
    case Op.BUILD_MAP:
      return build_map(argument);
    case Op.LIST_APPEND:
      return list_append(argument);
    case Op.UNPACK_SEQUENCE:
      return unpack_sequence(argument);
    default:
      return rare(opcode, argument);
  }
}

function rare(opcode: i32, argument: u32): Next {
  switch (opcode) {
    case Op.SETUP_LOOP:
    case Op.SETUP_EXCEPT:
    case Op.SETUP_FINALLY:
      return setup_block(opcode, r().next_instr + argument);
    case Op.CONTINUE_LOOP:
      retire(Seg.PyEval_EvalFrameEx__CONTINUE_LOOP);
      r().retval = PyInt_FromLong(argument);
      r().why = Why.CONTINUE;
      return Next.UNWIND;
    case Op.RAISE_VARARGS:
      return raise_varargs(argument);
    case Op.MAKE_FUNCTION:
      return make_function(argument);
    case Op.BUILD_SLICE:
      return build_slice(argument);
    case Op.DUP_TOPX:
      return duplicate(argument);
    case Op.IMPORT_NAME:
      return import_name(argument);
    case Op.IMPORT_FROM:
      return import_from(argument);
    case Op.STORE_ATTR:
      return store_attr(argument);
    case Op.DELETE_ATTR:
      return delete_attr(argument);
    case Op.DELETE_NAME:
      return delete_name(argument);
    case Op.DELETE_GLOBAL:
      return delete_global(argument);
    case Op.DELETE_FAST:
      return delete_fast(argument);
    default:
      not_simulated("this opcode");
      return Next.ERROR;
  }
}
