/** Raising, catching and leaving blocks (Python/ceval.c). */
import { Fn } from "../../abi/functions";
import { Op } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import { enter, leave, retire, retire_table } from "../../meter/ledger";
import { is_exception, is_exception_class } from "../../objects/exceptions";
import { F_EXC_TRACEBACK, F_EXC_TYPE, F_EXC_VALUE } from "../../objects/frameobject";
import { PyInt_AS_LONG } from "../../objects/intobject/arithmetic";
import { PyInt_FromLong } from "../../objects/intobject/intobject";
import {
  Py_DECREF,
  Py_INCREF,
  Py_TYPE,
  Py_XDECREF,
  Py_XINCREF,
  get_field,
  is_int,
  set_field,
} from "../../objects/object/refcount";
import { Py_None } from "../../objects/singletons";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../../objects/tupleobject/tupleobject";
import { type_name, type_object } from "../../objects/types";
import {
  PyErr_NormalizeException,
  PyErr_Restore,
  PyErr_SetString,
  PyErr_SetText,
  tstate,
} from "../errors";
import { set_sys_exception } from "../sysmodule";
import { PyTraceBack_Here } from "../traceback";
import {
  Next,
  Why,
  block_count,
  block_handler,
  block_level,
  block_type,
  jump_to,
  pop,
  pop_block,
  push,
  push_block,
  r,
  save_lasti,
  stack_level,
  goes_by_switch,
} from "./state";
import { forget_loop } from "./stride/loops";

/** type, value, traceback of the exception at hand. */
const triple_at: usize = memory.data(24, 8);

/** RAISE_VARARGS. */
export function raise_varargs(count: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__RAISE_VARARGS);
  const traceback = count > 2 ? pop() : 0;
  const value = count > 1 ? pop() : 0;
  const type = count > 0 ? pop() : 0;
  r().why = do_raise(type, value, traceback);
  return r().why === Why.EXCEPTION ? Next.ERROR : Next.UNWIND;
}

/** Consumes the three references. */
function do_raise(type: u64, value: u64, traceback: u64): Why {
  enter(Fn.do_raise);
  retire(Seg.do_raise__begin);
  let t = type;
  let v = value;
  let tb = traceback;
  if (t === 0) {
    t = tstate().exc_type !== 0 ? tstate().exc_type : Py_None();
    v = tstate().exc_value;
    tb = tstate().exc_traceback;
    Py_INCREF(t);
    Py_XINCREF(v);
    Py_XINCREF(tb);
  }
  if (tb === Py_None()) {
    Py_DECREF(tb);
    tb = 0;
  }
  // raise (E, 1), 2 raises E: what counts is the first of the first.
  while (Py_TYPE(t) === Ty.tuple && PyTuple_GET_SIZE(t) > 0) {
    retire(Seg.do_raise__tuple);
    const tuple = t;
    t = PyTuple_GET_ITEM(tuple, 0);
    Py_INCREF(t);
    Py_DECREF(tuple);
  }
  const why = raise_checked(t, v, tb);
  leave();
  return why;
}

function raise_checked(type: u64, value: u64, traceback: u64): Why {
  let t = type;
  let v = value;
  let wrong = false;
  if (is_exception_class(t)) {
    store<u64>(triple_at, t);
    store<u64>(triple_at, v, 8);
    PyErr_NormalizeException(triple_at);
    t = load<u64>(triple_at);
    v = load<u64>(triple_at, 8);
  } else if (is_exception(t)) {
    if (v !== 0 && v !== Py_None()) {
      PyErr_SetString(Ty.TypeError, "instance exception may not have a separate value");
      wrong = true;
    } else {
      Py_XDECREF(v);
      v = t;
      t = type_object(Py_TYPE(v));
      Py_INCREF(t);
    }
  } else {
    const mark = text_mark();
    text_add("exceptions must be old-style classes or derived from BaseException, not ");
    text_add(type_name(Py_TYPE(t)));
    PyErr_SetText(Ty.TypeError, mark);
    wrong = true;
  }
  if (wrong) {
    Py_XDECREF(v);
    Py_XDECREF(t);
    Py_XDECREF(traceback);
    return Why.EXCEPTION;
  }
  PyErr_Restore(t, v, traceback);
  return traceback === 0 ? Why.EXCEPTION : Why.RERAISE;
}

/** END_FINALLY: what a handler or a finally clause was entered with decides how it goes on. */
export function end_finally(): Next {
  retire(Seg.PyEval_EvalFrameEx__END_FINALLY);
  const v = pop();
  if (is_int(v)) {
    r().why = <u32>PyInt_AS_LONG(v);
    if (r().why === Why.RETURN || r().why === Why.CONTINUE) r().retval = pop();
    Py_DECREF(v);
    return Next.UNWIND;
  }
  if (is_exception_class(v)) {
    const value = pop();
    const traceback = pop();
    PyErr_Restore(v, value, traceback);
    r().why = Why.RERAISE;
    return Next.UNWIND;
  }
  const none = v === Py_None();
  if (!none) PyErr_SetString(Ty.SystemError, "'finally' pops bad exception");
  Py_DECREF(v);
  goes_by_switch();
  return none ? Next.DISPATCH : Next.ERROR;
}

/** SETUP_LOOP, SETUP_EXCEPT, SETUP_FINALLY. */
export function setup_block(opcode: Op, handler: u32): Next {
  retire_table(Seg.PyEval_EvalFrameEx__SETUP, opcode - Op.SETUP_LOOP);
  enter(Fn.PyFrame_BlockSetup);
  retire(Seg.PyFrame_BlockSetup__push);
  push_block(opcode, handler, stack_level());
  leave();
  return Next.DISPATCH;
}

export function pop_block_op(): Next {
  retire(Seg.PyEval_EvalFrameEx__POP_BLOCK);
  enter(Fn.PyFrame_BlockPop);
  retire(Seg.PyFrame_BlockPop__pop);
  const level = block_level(pop_block());
  leave();
  drop_to(level);
  return Next.DISPATCH;
}

/** Drops entries until the stack has `level` of them. */
function drop_to(level: u32): void {
  while (stack_level() > level) {
    retire(Seg.PyEval_EvalFrameEx__unwind_entry);
    Py_XDECREF(pop());
  }
}

/**
 * Leaves blocks for `why` until one of them takes it over: true when the frame goes on, at its
 * handler; false when the frame ends.
 */
export function unwind(): bool {
  const regs = r();
  if (regs.why === Why.RERAISE) regs.why = Why.EXCEPTION;
  while (regs.why !== Why.NOT && block_count() > 0) {
    retire(Seg.PyEval_EvalFrameEx__unwind_block);
    const top = block_count() - 1;
    const type = block_type(top);
    if (type === Op.SETUP_LOOP && regs.why === Why.CONTINUE) {
      // For a continue inside try: the loop's block stays.
      regs.why = Why.NOT;
      jump_to(<u32>PyInt_AS_LONG(regs.retval));
      Py_DECREF(regs.retval);
      break;
    }
    pop_block();
    drop_to(block_level(top));
    if (type === Op.SETUP_LOOP) {
      if (regs.why === Why.BREAK) {
        regs.why = Why.NOT;
        jump_to(block_handler(top));
        break;
      }
      continue;
    }
    const except = type === Op.SETUP_EXCEPT;
    if (except && regs.why !== Why.EXCEPTION) continue;
    if (regs.why === Why.EXCEPTION) enter_handler(except);
    else enter_finally();
    regs.why = Why.NOT;
    jump_to(block_handler(top));
    break;
  }
  return regs.why === Why.NOT;
}

/** Pushes traceback, value and class for an except or finally clause; sys.exc_info() tells an except clause's. */
function enter_handler(except: bool): void {
  retire(Seg.PyEval_EvalFrameEx__enter_handler);
  const t = tstate();
  store<u64>(triple_at, t.curexc_type);
  store<u64>(triple_at, t.curexc_value, 8);
  const traceback = t.curexc_traceback;
  t.curexc_type = 0;
  t.curexc_value = 0;
  t.curexc_traceback = 0;
  if (load<u64>(triple_at, 8) === 0) {
    Py_INCREF(Py_None());
    store<u64>(triple_at, Py_None(), 8);
  }
  if (except) {
    retire(Seg.PyEval_EvalFrameEx__handle_exception);
    PyErr_NormalizeException(triple_at);
    set_exc_info(load<u64>(triple_at), load<u64>(triple_at, 8), traceback);
  }
  const type = load<u64>(triple_at);
  const value = load<u64>(triple_at, 8);
  if (traceback === 0) {
    Py_INCREF(Py_None());
    push(Py_None());
  } else push(traceback);
  push(value);
  push(type);
}

/** A finally clause that is entered by return, break or continue finds the reason as an int. */
function enter_finally(): void {
  retire(Seg.PyEval_EvalFrameEx__enter_finally);
  const regs = r();
  if (regs.why === Why.RETURN || regs.why === Why.CONTINUE) push(regs.retval);
  push(PyInt_FromLong(regs.why));
}

/** The exception that is being handled; the frame keeps what was handled before it. */
function set_exc_info(type: u64, value: u64, traceback: u64): void {
  enter(Fn.set_exc_info);
  retire(Seg.set_exc_info__begin);
  const t = tstate();
  const frame = r().frame;
  if (get_field(frame, F_EXC_TYPE) === 0) {
    retire(Seg.set_exc_info__save);
    if (t.exc_type === 0) {
      Py_INCREF(Py_None());
      t.exc_type = Py_None();
    }
    Py_INCREF(t.exc_type);
    Py_XINCREF(t.exc_value);
    Py_XINCREF(t.exc_traceback);
    set_field(frame, F_EXC_TYPE, t.exc_type);
    set_field(frame, F_EXC_VALUE, t.exc_value);
    set_field(frame, F_EXC_TRACEBACK, t.exc_traceback);
  }
  Py_INCREF(type);
  Py_XINCREF(value);
  Py_XINCREF(traceback);
  replace_exc(type, value, traceback);
  set_sys_exception(type, value, traceback);
  leave();
}

function replace_exc(type: u64, value: u64, traceback: u64): void {
  const t = tstate();
  const oldType = t.exc_type;
  const oldValue = t.exc_value;
  const oldTraceback = t.exc_traceback;
  t.exc_type = type;
  t.exc_value = value;
  t.exc_traceback = traceback;
  Py_XDECREF(oldType);
  Py_XDECREF(oldValue);
  Py_XDECREF(oldTraceback);
}

/** At the end of a frame that handled an exception: what was handled before it is back. */
export function reset_exc_info(frame: u64): void {
  enter(Fn.reset_exc_info);
  retire(Seg.reset_exc_info__restore);
  const type = get_field(frame, F_EXC_TYPE);
  const value = get_field(frame, F_EXC_VALUE);
  const traceback = get_field(frame, F_EXC_TRACEBACK);
  set_field(frame, F_EXC_TYPE, 0);
  set_field(frame, F_EXC_VALUE, 0);
  set_field(frame, F_EXC_TRACEBACK, 0);
  replace_exc(type, value, traceback);
  set_sys_exception(type, value, traceback);
  leave();
}

/** After an opcode that leaves a block: false where it leaves the frame. */
export function goes_on(next: Next): bool {
  const regs = r();
  if (next === Next.ERROR) {
    retire(Seg.PyEval_EvalFrameEx__error);
    regs.why = Why.EXCEPTION;
  }
  if (regs.why === Why.EXCEPTION) {
    save_lasti();
    PyTraceBack_Here(regs.frame);
  }
  forget_loop();
  if (regs.why === Why.NOT || unwind()) {
    goes_by_switch();
    return true;
  }
  if (regs.why !== Why.RETURN) regs.retval = 0;
  while (stack_level() > 0) Py_XDECREF(pop());
  return false;
}
