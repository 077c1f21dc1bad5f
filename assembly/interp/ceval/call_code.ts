/**
 * Calls (Python/ceval.c; spec 03 section 3): call_function and its three roads, and
 * PyEval_EvalCodeEx, which binds arguments to a new frame's local variables.
 */
import { Fn } from "../../abi/functions";
import { Cmp } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { check } from "../../base/fault";
import { text_add, text_add_i64, text_mark } from "../../base/text";
import { load64, store64 } from "../../kernel/words";
import { enter, leave, retire, retire_table } from "../../meter/ledger";
import { first_turns, later_turns } from "../../meter/turns";
import { PyObject_Call } from "../../objects/abstract/call";
import { call_row } from "../../objects/call_row";
import { CO_NAME, CO_VARNAMES, co_argcount, co_flags } from "../../objects/codeobject";
import {
  PyDict_GetItem,
  PyDict_New,
  PyDict_Next,
  PyDict_SetItem,
  dict_entry_key,
  dict_entry_value,
} from "../../objects/dictobject/dictobject";
import { PyFrame_New, localsplus } from "../../objects/frameobject";
import { FUNC_CODE, FUNC_DEFAULTS, FUNC_GLOBALS } from "../../objects/funcobject";
import {
  PyCFunction_Call,
  cfunction_row,
  cfunction_self,
  complain_count,
} from "../../objects/methodobject";
import { METH_NOARGS, METH_O, method_name } from "../../objects/methods";
import { PyObject_RichCompareBool } from "../../objects/object/compare";
import {
  Py_DECREF,
  Py_INCREF,
  Py_TYPE,
  Py_XDECREF,
  field,
  get_field,
} from "../../objects/object/refcount";
import { text_add_string } from "../../objects/stringobject/stringobject";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  PyTuple_New,
  PyTuple_SET_ITEM,
} from "../../objects/tupleobject/tupleobject";
import { type_name } from "../../objects/types";
import { PyErr_SetText } from "../errors";
import { PyEval_EvalFrameEx } from "./loop";
import { Next, pfunc_of, pop, push, r } from "./state";

/** CO_OPTIMIZED | CO_NEWLOCALS | CO_NOFREE: what the fast road takes. */
const FAST_FLAGS: u32 = 0x43;
/** Keyword arguments of one call. */
const KEYWORDS_MAX: u32 = 256;
const keywords_at: usize = memory.data(16 * 256 * 2, 8);

/** CALL_FUNCTION: positional arguments in the low byte, keyword pairs in the high one. */
export function call_function_op(argument: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__CALL_FUNCTION);
  return called(call_function(argument & 255, (argument >> 8) & 255));
}

/** The result of a call is pushed. */
export function called(result: u64): Next {
  push(result);
  return result === 0 ? Next.ERROR : Next.DISPATCH;
}

/** What is left of a call: the function, and its arguments where they were not consumed. */
export function drop_call(pfunc: u64): void {
  const left = (r().sp - pfunc) >> 3;
  retire_table(Seg.call_function__drops, first_turns(left));
  retire(Seg.call_function__drop, later_turns(left));
  while (r().sp > pfunc) Py_DECREF(pop());
  leave();
}

/** Calls what lies below the arguments on the stack and drops all of them. */
function call_function(na: u32, nk: u32): u64 {
  enter(Fn.call_function);
  const n = na + 2 * nk;
  const pfunc = pfunc_of(n);
  const func = load64(pfunc);
  let result: u64;
  if (Py_TYPE(func) === Ty.builtin_function_or_method && nk === 0) {
    retire(Seg.call_function__builtin);
    result = call_builtin(func, na);
  } else {
    retire(Seg.call_function__general);
    Py_INCREF(func);
    if (Py_TYPE(func) === Ty.function_) result = fast_function(func, n, na, nk);
    else result = do_call(func, na, nk);
    Py_DECREF(func);
  }
  drop_call(pfunc);
  return result;
}

/** Built-in functions without an argument tuple take their one argument from the stack. */
function call_builtin(func: u64, na: u32): u64 {
  const row = cfunction_row(func);
  const self = cfunction_self(func);
  if ((row.flags & (METH_NOARGS | METH_O)) === 0) {
    retire(Seg.call_function__with_tuple);
    const args = load_args(na);
    const result = PyCFunction_Call(func, args, 0);
    Py_XDECREF(args);
    return result;
  }
  if ((row.flags & METH_NOARGS) !== 0 && na === 0) {
    retire(Seg.call_function__no_argument);
    return call_row(row, self, 0, 0);
  }
  if ((row.flags & METH_O) !== 0 && na === 1) {
    retire(Seg.call_function__one_argument);
    const argument = pop();
    const result = call_row(row, self, argument, 0);
    Py_DECREF(argument);
    return result;
  }
  retire(Seg.call_function__wrong_count);
  const none = (row.flags & METH_NOARGS) !== 0;
  complain_count(row, none ? "() takes no arguments (" : "() takes exactly one argument (", na);
  return 0;
}

/** A tuple of the topmost `na` entries, which move into it. */
function load_args(na: u32): u64 {
  enter(Fn.load_args);
  retire(Seg.load_args__begin);
  const args = PyTuple_New(na);
  retire_table(Seg.load_args__items, first_turns(na));
  retire(Seg.load_args__item, later_turns(na));
  for (let i = <i64>na - 1; i >= 0; i--) PyTuple_SET_ITEM(args, i, pop());
  leave();
  return args;
}

/** A Python function: a frame that takes its arguments off this frame's stack. */
function fast_function(func: u64, n: u32, na: u32, nk: u32): u64 {
  enter(Fn.fast_function);
  const code = get_field(func, FUNC_CODE);
  const globals = get_field(func, FUNC_GLOBALS);
  const defaults = get_field(func, FUNC_DEFAULTS);
  const args = r().sp - <u64>n * 8;
  let result: u64;
  const plain = defaults === 0 && nk === 0 && co_flags(code) === FAST_FLAGS;
  if (plain && co_argcount(code) === n) {
    retire(Seg.fast_function__fast);
    const frame = PyFrame_New(code, globals, 0);
    retire_table(Seg.fast_function__arguments, first_turns(n));
    retire(Seg.fast_function__argument, later_turns(n));
    for (let i: u64 = 0; i < <u64>n; i++) {
      const argument = load64(args + i * 8);
      Py_INCREF(argument);
      store64(localsplus(frame) + i * 8, argument);
    }
    result = PyEval_EvalFrameEx(frame);
    Py_DECREF(frame);
  } else {
    retire(Seg.fast_function__general);
    read_keyword_pairs(args + <u64>na * 8, nk);
    result = eval_code(code, globals, 0, args, na, nk, defaults);
  }
  leave();
  return result;
}

/** Keyword names and values from consecutive words, as CALL_FUNCTION leaves them on the stack. */
function read_keyword_pairs(at: u64, count: u32): void {
  check(count <= KEYWORDS_MAX, count);
  for (let i: u32 = 0; i < count * 2; i++) {
    store<u64>(keywords_at + ((<usize>i) << 3), load64(at + <u64>i * 8));
  }
}

/** Anything else: a tuple of arguments, perhaps a dictionary of keywords, and the type's call. */
function do_call(func: u64, na: u32, nk: u32): u64 {
  enter(Fn.do_call);
  retire(Seg.do_call__begin);
  let kwargs: u64 = 0;
  let failed = false;
  if (nk > 0) {
    kwargs = update_keyword_args(nk, func);
    failed = kwargs === 0;
  }
  let result: u64 = 0;
  if (!failed) {
    const args = load_args(na);
    if (Py_TYPE(func) === Ty.builtin_function_or_method) {
      result = PyCFunction_Call(func, args, kwargs);
    } else result = PyObject_Call(func, args, kwargs);
    Py_DECREF(args);
  }
  Py_XDECREF(kwargs);
  leave();
  return result;
}

function update_keyword_args(nk: u32, func: u64): u64 {
  enter(Fn.update_keyword_args);
  retire(Seg.update_keyword_args__begin);
  const dict = PyDict_New();
  let good = true;
  for (let i: u32 = 0; i < nk && good; i++) {
    retire(Seg.update_keyword_args__pair);
    const value = pop();
    const key = pop();
    if (PyDict_GetItem(dict, key) !== 0) {
      const mark = text_mark();
      text_add_callable(func);
      text_add(" got multiple values for keyword argument '");
      text_add_string(key);
      text_add("'");
      PyErr_SetText(Ty.TypeError, mark);
      good = false;
    } else good = PyDict_SetItem(dict, key, value) === 0;
    Py_DECREF(key);
    Py_DECREF(value);
  }
  if (!good) Py_DECREF(dict);
  leave();
  return good ? dict : 0;
}

/** "f()" for what can be named. */
function text_add_callable(func: u64): void {
  const type = Py_TYPE(func);
  if (type === Ty.builtin_function_or_method) text_add(method_name(cfunction_row(func)));
  else if (type === Ty.function_) text_add_string(get_field(get_field(func, FUNC_CODE), CO_NAME));
  else text_add(type_name(type));
  text_add("()");
}

/** The general call of Python code with an argument tuple and a dictionary of keywords (or 0). */
export function PyEval_EvalCodeEx(
  code: u64,
  globals: u64,
  args: u64,
  kwargs: u64,
  defaults: u64,
): u64 {
  let count: u32 = 0;
  if (kwargs !== 0) {
    let at = PyDict_Next(kwargs, 0);
    while (at >= 0) {
      check(count < KEYWORDS_MAX, count);
      const pair = keywords_at + ((<usize>count) << 4);
      store<u64>(pair, dict_entry_key(kwargs, at));
      store<u64>(pair, dict_entry_value(kwargs, at), 8);
      count += 1;
      at = PyDict_Next(kwargs, at + 1);
    }
  }
  const na = <u32>PyTuple_GET_SIZE(args);
  return eval_code(code, globals, 0, field(args, 1), na, count, defaults);
}

/**
 * PyEval_EvalCodeEx: a frame whose locals are bound to `na` arguments from address `args` on and to
 * `nk` keyword pairs in `keywords_at`, then to defaults.
 */
export function eval_code(
  code: u64,
  globals: u64,
  locals: u64,
  args: u64,
  na: u32,
  nk: u32,
  defaults: u64,
): u64 {
  enter(Fn.PyEval_EvalCodeEx);
  retire(Seg.PyEval_EvalCodeEx__call);
  const frame = PyFrame_New(code, globals, locals);
  let result: u64 = 0;
  if (bind(frame, code, args, na, nk, defaults)) result = PyEval_EvalFrameEx(frame);
  Py_DECREF(frame);
  leave();
  return result;
}

function bind(frame: u64, code: u64, args: u64, na: u32, nk: u32, defaults: u64): bool {
  const wanted = co_argcount(code);
  if (wanted === 0) {
    if (na + nk === 0) return true;
    const mark = text_mark();
    text_add_string(get_field(code, CO_NAME));
    text_add("() takes no arguments (");
    text_add_i64(na + nk);
    text_add(" given)");
    PyErr_SetText(Ty.TypeError, mark);
    return false;
  }
  const given_defaults = defaults === 0 ? 0 : <u32>PyTuple_GET_SIZE(defaults);
  if (na > wanted) {
    wrong_count(code, given_defaults > 0 ? "at most" : "exactly", wanted, na + nk);
    return false;
  }
  retire_table(Seg.PyEval_EvalCodeEx__arguments, first_turns(na));
  retire(Seg.PyEval_EvalCodeEx__argument, later_turns(na));
  for (let i: u32 = 0; i < na; i++) bind_local(frame, i, load64(args + <u64>i * 8));
  for (let i: u32 = 0; i < nk; i++) {
    const pair = keywords_at + ((<usize>i) << 4);
    if (!bind_keyword(frame, code, load<u64>(pair), load<u64>(pair, 8))) return false;
  }
  return na >= wanted || bind_defaults(frame, code, na, defaults, given_defaults);
}

function local_of(frame: u64, index: u32): u64 {
  return load64(localsplus(frame) + <u64>index * 8);
}

function bind_local(frame: u64, index: u32, value: u64): void {
  Py_INCREF(value);
  store64(localsplus(frame) + <u64>index * 8, value);
}

/** Names are interned: most are found by identity, before any is compared. */
function bind_keyword(frame: u64, code: u64, keyword: u64, value: u64): bool {
  const names = get_field(code, CO_VARNAMES);
  const count = co_argcount(code);
  let found = count;
  for (let i: u32 = 0; i < count && found === count; i++) {
    retire(Seg.PyEval_EvalCodeEx__keyword_identity);
    if (PyTuple_GET_ITEM(names, i) === keyword) found = i;
  }
  for (let i: u32 = 0; i < count && found === count; i++) {
    retire(Seg.PyEval_EvalCodeEx__keyword_compare);
    if (PyObject_RichCompareBool(keyword, PyTuple_GET_ITEM(names, i), Cmp.EQ) > 0) found = i;
  }
  if (found < count && local_of(frame, found) === 0) {
    retire(Seg.PyEval_EvalCodeEx__keyword);
    bind_local(frame, found, value);
    return true;
  }
  const mark = text_mark();
  text_add_string(get_field(code, CO_NAME));
  text_add(
    found < count
      ? "() got multiple values for keyword argument '"
      : "() got an unexpected keyword argument '",
  );
  text_add_string(keyword);
  text_add("'");
  PyErr_SetText(Ty.TypeError, mark);
  return false;
}

/** The last `count` parameters have defaults; those before must be bound by now. */
function bind_defaults(frame: u64, code: u64, na: u32, defaults: u64, count: u32): bool {
  const wanted = co_argcount(code);
  const first = wanted - count;
  for (let i = na; i < first; i++) {
    if (local_of(frame, i) !== 0) continue;
    let given: u32 = 0;
    for (let k: u32 = 0; k < wanted; k++) given += local_of(frame, k) !== 0 ? 1 : 0;
    wrong_count(code, count > 0 ? "at least" : "exactly", first, given);
    return false;
  }
  for (let i = na > first ? na - first : 0; i < count; i++) {
    if (local_of(frame, first + i) !== 0) continue;
    retire(Seg.PyEval_EvalCodeEx__default);
    bind_local(frame, first + i, PyTuple_GET_ITEM(defaults, i));
  }
  return true;
}

/** f() takes exactly 2 arguments (1 given). */
function wrong_count(code: u64, how: string, wanted: u32, given: u32): void {
  const mark = text_mark();
  text_add_string(get_field(code, CO_NAME));
  text_add("() takes ");
  text_add(how);
  text_add(" ");
  text_add_i64(wanted);
  text_add(wanted === 1 ? " argument (" : " arguments (");
  text_add_i64(given);
  text_add(" given)");
  PyErr_SetText(Ty.TypeError, mark);
}
