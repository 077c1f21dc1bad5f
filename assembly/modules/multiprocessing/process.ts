/**
 * Process objects (Lib/multiprocessing/process.py, forking.Popen; spec 08 section 1): start forks, the
 * child runs the target and leaves with os._exit, join waits.
 */
import { Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import { console_write } from "../../events/console";
import {
  PyErr_Clear,
  PyErr_NormalizeException,
  PyErr_Occurred,
  PyErr_SetString,
  tstate,
} from "../../interp/errors";
import { PyErr_Display } from "../../interp/traceback";
import { PyObject_Call } from "../../objects/abstract/call";
import { PySequence_Tuple } from "../../objects/abstract/sequence";
import { PyDict_New } from "../../objects/dictobject/dictobject";
import { PyDict_Merge } from "../../objects/dictobject/merge";
import { exception_args } from "../../objects/exceptions";
import { PyInt_AS_LONG } from "../../objects/intobject/arithmetic";
import { PyList_New } from "../../objects/listobject/listobject";
import { METH_KEYWORDS, METH_NOARGS, METH_VARARGS, define_method } from "../../objects/methods";
import {
  Py_DECREF,
  Py_INCREF,
  Py_SIZE,
  Py_TYPE,
  Py_XDECREF,
  get_field,
  is_int,
  set_field,
} from "../../objects/object/refcount";
import { PyObject_Str } from "../../objects/object/repr";
import { PyObject_IsTrue } from "../../objects/object/truth";
import { Py_False, Py_None, Py_True } from "../../objects/singletons";
import {
  PyString_FromText,
  string_byte,
  text_add_string,
} from "../../objects/stringobject/stringobject";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../../objects/tupleobject/tupleobject";
import { is_subtype, type_at } from "../../objects/types";
import { bind, bound } from "./arguments";
import { before_job, before_tasks, parent_after_fork } from "./launch";
import { add_child, become, child, current, discard_child, own_name } from "./current";
import { assertion, poll } from "./process_attributes";
import { begin_shared_writes } from "./shared_writes";
import { Place, raised_in } from "./library_code";
import { end_managers, serve } from "./managers";
import { worker } from "./pool_worker";
import { PROCESS } from "./numbers";
import {
  P_ARGS,
  P_DAEMON,
  P_EXIT,
  P_EXIT_BIAS,
  P_KWARGS,
  P_NAME,
  P_NUMBER,
  P_PARENT,
  P_PID,
  P_TARGET,
  library_new,
} from "./objects";
import { current_pid, end_process, fork, signal_child, wait_child } from "./system";

const START: u32 = PROCESS;
const JOIN: u32 = PROCESS + 1;
const IS_ALIVE: u32 = PROCESS + 2;
const TERMINATE: u32 = PROCESS + 3;
const RUN: u32 = PROCESS + 4;

const STDERR: u32 = 2;
const SIGTERM: i64 = 15;

export function define_process_methods(): void {
  define_method(Ty.Process, "start", METH_NOARGS, START);
  define_method(Ty.Process, "join", METH_VARARGS | METH_KEYWORDS, JOIN);
  define_method(Ty.Process, "is_alive", METH_NOARGS, IS_ALIVE);
  define_method(Ty.Process, "terminate", METH_NOARGS, TERMINATE);
  define_method(Ty.Process, "run", METH_NOARGS, RUN);
}

/** Process(group, target, name, args, kwargs): a new reference, or 0 with an exception. */
export function Process_new(args: u64, kwargs: u64): u64 {
  if (!bind("__init__", "group target name args kwargs", 0, 1, args, kwargs)) return 0;
  const group = bound(0);
  const target = bound(1);
  const name = bound(2);
  const given = bound(3);
  const keywords = bound(4);
  if (group !== 0 && group !== Py_None()) {
    PyErr_SetString(Ty.AssertionError, "group argument must be None for now");
    return raised_in(Place.Process_init_group);
  }
  const op = new_process();
  if (target !== 0) hold(op, P_TARGET, target);
  if (given !== 0) set_field(op, P_ARGS, PySequence_Tuple(given));
  const dict = PyDict_New();
  set_field(op, P_KWARGS, dict);
  if ((given !== 0 && get_field(op, P_ARGS) === 0) || !take_keywords(dict, keywords)) {
    Py_DECREF(op);
    return 0;
  }
  if (name !== 0 && PyObject_IsTrue(name) === 1) hold(op, P_NAME, name);
  else set_field(op, P_NAME, own_name("Process", op));
  return op;
}

function take_keywords(dict: u64, keywords: u64): bool {
  return keywords === 0 || keywords === Py_None() || PyDict_Merge(dict, keywords, true) === 0;
}

/** A Process object of the running process's, with nothing but its number. */
export function new_process(): u64 {
  const op = library_new(Ty.Process);
  current().made += 1;
  set_field(op, P_NUMBER, current().made);
  set_field(op, P_PARENT, current_pid());
  set_field(op, P_DAEMON, current().daemon);
  return op;
}

function hold(op: u64, index: u64, value: u64): void {
  Py_INCREF(value);
  set_field(op, index, value);
}

export function process_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  let done = true;
  if (number === START) done = start(self);
  else if (number === JOIN) {
    done = bind("join", "timeout", 0, 1, args, kwargs) && join(self);
  } else if (number === TERMINATE) done = terminate(self);
  else if (number === RUN) done = run(self);
  else return is_alive(self);
  if (!done) return 0;
  Py_INCREF(Py_None());
  return Py_None();
}

/** Starts the child. In the child's own run this never returns. */
export function start(self: u64): bool {
  if (get_field(self, P_PID) !== 0) {
    return assertion("cannot start a process twice", Place.Process_start_twice);
  }
  if (get_field(self, P_PARENT) !== current_pid()) {
    const message = "can only start a process object created by current process";
    return assertion(message, Place.Process_start_foreign);
  }
  if (current().daemon !== 0) {
    const message = "daemonic processes are not allowed to have children";
    return assertion(message, Place.Process_start_daemonic);
  }
  const pid = fork();
  if (pid < 0) return false;
  if (pid === 0) bootstrap(self);
  parent_after_fork();
  set_field(self, P_PID, pid);
  forget_call(self);
  add_child(self);
  return true;
}

/** A started process lets go of what it was to do: del self._target, self._args, self._kwargs. */
function forget_call(self: u64): void {
  for (let i = P_TARGET; i <= P_KWARGS; i++) {
    const held = get_field(self, i);
    set_field(self, i, 0);
    Py_XDECREF(held);
  }
}

/** The child: it becomes the process that `self` stands for, runs the target and leaves. */
function bootstrap(self: u64): void {
  become(self);
  begin_shared_writes();
  let code: i64 = 0;
  if (!run(self)) {
    raised_in(Place.Process_bootstrap);
    code = exit_code_of_error(self);
  } else exit_function();
  end_process(code);
}

/** self.run(): the target is called. False with an exception. */
function run(self: u64): bool {
  const target = get_field(self, P_TARGET);
  if (target === 0 || PyObject_IsTrue(target) !== 1) return true;
  if (Py_TYPE(target) === Ty.Pool) {
    before_tasks();
    worker(target);
    return !PyErr_Occurred();
  }
  if (Py_TYPE(target) === Ty.SyncManager) {
    serve(target);
    return true;
  }
  let args = get_field(self, P_ARGS);
  if (args === 0) args = PySequence_Tuple(PyList_New(0));
  else Py_INCREF(args);
  before_job();
  const result = PyObject_Call(target, args, get_field(self, P_KWARGS));
  Py_DECREF(args);
  if (result === 0) {
    raised_in(Place.Process_run);
    return false;
  }
  Py_DECREF(result);
  return true;
}

const triple_at: usize = memory.data(24, 8);

/** What the target raised is reported, or asks for an exit status. */
function exit_code_of_error(self: u64): i64 {
  const t = tstate();
  const traceback = t.curexc_traceback;
  store<u64>(triple_at, t.curexc_type);
  store<u64>(triple_at, t.curexc_value, 8);
  t.curexc_type = 0;
  t.curexc_value = 0;
  t.curexc_traceback = 0;
  PyErr_NormalizeException(triple_at);
  exit_function();
  const type = load<u64>(triple_at);
  const value = load<u64>(triple_at, 8);
  if (is_subtype(type_at(type), Ty.SystemExit)) return status_of_exit(value);
  const mark = text_mark();
  text_add("Process ");
  text_add_string(get_field(self, P_NAME));
  text_add(":\n");
  write_stderr(mark);
  PyErr_Display(type, value, traceback);
  return 1;
}

/** sys.exit(code) in a child: no argument is a failure, a number is the code, anything else is printed. */
function status_of_exit(value: u64): i64 {
  if (PyTuple_GET_SIZE(exception_args(value)) === 0) return 1;
  const code = PyTuple_GET_ITEM(exception_args(value), 0);
  if (is_int(code) || Py_TYPE(code) === Ty.bool) return PyInt_AS_LONG(code);
  const shown = PyObject_Str(code);
  if (shown === 0) {
    PyErr_Clear();
    return 1;
  }
  const mark = text_mark();
  text_add_string(shown);
  text_add("\n");
  write_stderr(mark);
  Py_DECREF(shown);
  return 1;
}

function write_stderr(mark: u32): void {
  const text = PyString_FromText(mark);
  for (let i: u64 = 0; i < Py_SIZE(text); i++) console_write(STDERR, string_byte(text, i));
  Py_DECREF(text);
}

/** util._exit_function: daemons are told to end, then all children are waited for. */
export function exit_function(): void {
  end_managers();
  for (let i: u32 = 0; i < current().children; i++) {
    const each = child(i);
    if (get_field(each, P_DAEMON) !== 0 && get_field(each, P_EXIT) === 0) terminate(each);
  }
  while (current().children > 0) join(child(0));
}

export function join(self: u64): bool {
  if (get_field(self, P_PARENT) !== current_pid()) {
    return assertion("can only join a child process", Place.Process_join_foreign);
  }
  if (get_field(self, P_PID) === 0) {
    return assertion("can only join a started process", Place.Process_join_unstarted);
  }
  if (get_field(self, P_EXIT) === 0) {
    set_field(self, P_EXIT, P_EXIT_BIAS + wait_child(get_field(self, P_PID)));
  }
  discard_child(self);
  return true;
}

function is_alive(self: u64): u64 {
  let alive = self === current().object;
  if (!alive) {
    if (get_field(self, P_PARENT) !== current_pid()) {
      assertion("can only test a child process", Place.Process_is_alive_foreign);
      return 0;
    }
    alive = get_field(self, P_PID) !== 0 && poll(self) === 0;
    if (get_field(self, P_EXIT) !== 0) discard_child(self);
  }
  const result = alive ? Py_True() : Py_False();
  Py_INCREF(result);
  return result;
}

export function terminate(self: u64): bool {
  if (get_field(self, P_PID) === 0) {
    PyErr_SetString(Ty.AttributeError, "'NoneType' object has no attribute 'terminate'");
    raised_in(Place.Process_terminate);
    return false;
  }
  if (get_field(self, P_EXIT) === 0) signal_child(get_field(self, P_PID), SIGTERM);
  return true;
}
