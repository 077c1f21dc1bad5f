/**
 * The life of the process (Python/pythonrun.c, Modules/main.c): start-up, compiling, the module's
 * code, exit. Start-up, compiling and most of exit are recorded stretches of the clock: the state
 * they leave is loaded (entry.ts, startup.ts, load_program.ts), their instructions are counted at once.
 */
import { Ev } from "../abi/events";
import { Fn } from "../abi/functions";
import { Cfg } from "../abi/layout";
import { Seg } from "../abi/segments";
import { Phase } from "../abi/stop";
import { Ty } from "../abi/types";
import { cfg } from "../base/config";
import { has_own_heap, has_own_ints } from "../collectors/manager";
import { totals_end_run } from "../collectors/totals";
import { console_write } from "../events/console";
import { emit } from "../events/ring";
import { PyGC_Collect } from "../modules/gcmodule/gcmodule";
import { exit_function } from "../modules/multiprocessing/process";
import { mp_ } from "../libc/malloc/arena";
import { clock, enter, leave, retire, retire_recorded, sample } from "../meter/ledger";
import {
  PyDict_Next,
  PyDict_SetItem,
  dict_entry_key,
  dict_entry_value,
  recorded_dict_dealloc,
} from "../objects/dictobject/dictobject";
import { exit_code } from "../objects/exceptions";
import { PyInt_AS_LONG } from "../objects/intobject/arithmetic";
import { drop_references } from "../objects/intobject/intobject";
import { PyInt_Fini } from "../objects/intobject/PyInt_ClearFreeList";
import { Py_DECREF, Py_TYPE, Py_XDECREF, is_int } from "../objects/object/refcount";
import { PyObject_Str } from "../objects/object/repr";
import { Py_None } from "../objects/singletons";
import { string_byte } from "../objects/stringobject/stringobject";
import { string_is } from "../objects/stringobject/text";
import { is_subtype, type_at } from "../objects/types";
import { eval_code } from "./ceval/call_code";
import { pause_if_due, resume_eval_code } from "./ceval/resume";
import { PyErr_Clear, PyErr_NormalizeException, PyErr_Occurred, tstate } from "./errors";
import { program_is_recorded } from "./load_program";
import { PyFile_SoftSpace, PyFile_WriteString } from "../objects/fileobject";
import { main_dict } from "./startup";
import { set_sys_exception } from "./sysmodule";
import { PySys_GetStdout } from "./sysmodule";
import { PyErr_Display } from "./traceback";
import { Py_SIZE } from "../objects/object/refcount";

const STDERR: u32 = 2;
/** Exit status after an exception that nobody caught. */
const FAILED: i32 = 1;

@unmanaged
class Process {
  code: u64;
  status: i32;
  /** How far the exit is: where a run that paused in it goes on. */
  step: u32;
  /** CLEAR: the entry of the module's dictionary that comes next. */
  entry: i64;
}

/** The module's code runs, or what follows it up to the clearing of names. */
const CODE: u32 = 0;
/** Names of one underscore are cleared, all others, the int blocks are given back. */
const CLEAR_PRIVATE: u32 = 1;
const CLEAR_OTHERS: u32 = 2;
const FINI: u32 = 3;

const PROCESS_BYTES: usize = 24;
const process_at: usize = memory.data(24, 8);
/** type, value, traceback of the exception that ends the program. */
const triple_at: usize = memory.data(24, 8);

function process_(): Process {
  return changetype<Process>(process_at);
}

export function process_reset(): void {
  memory.fill(process_at, 0, PROCESS_BYTES);
}

/** The module's code object; the run takes the reference over. */
export function set_program(code: u64): void {
  process_().code = code;
}

/** Exit status of the process. */
export function exit_status(): i32 {
  return process_().status;
}

function begin(phase: Phase): void {
  clock().phase = phase;
  emit(Ev.PHASE, 0, phase, 0);
  sample(true);
}

/** Runs the process from its first instruction to its last. */
export function run_process(): void {
  begin(Phase.START);
  enter(Fn.main);
  enter(Fn.Py_Main);
  retire_recorded(Seg.Py_Main__recorded_start, cfg(Cfg.RECORDED_START));
  enter(Fn.PyRun_AnyFileExFlags);
  enter(Fn.PyRun_SimpleFileExFlags);
  enter(Fn.PyRun_FileExFlags);
  begin(Phase.COMPILE);
  retire_recorded(Seg.PyRun_FileExFlags__recorded_compile, cfg(Cfg.RECORDED_COMPILE));
  enter(Fn.run_mod);
  clock().run_at = clock().ir;
  begin(Phase.RUN);
  end_process(PyEval_EvalCode());
}

/** The module's code, or the exit, runs on after a pause, and the process to its end. */
export function resume_process(): void {
  if (process_().step === FINI) return finish();
  if (process_().step !== CODE) return clear_names();
  const result = resume_eval_code();
  leave();
  end_process(result);
}

/** The process after the module's code, which returned `result`. */
function end_process(result: u64): void {
  clock().exit_at = clock().ir;
  totals_end_run();
  begin(Phase.EXIT);
  const code = process_().code;
  process_().code = 0;
  Py_DECREF(code);
  drop_recorded_constant();
  leave();
  leave();
  if (result !== 0) {
    Py_DECREF(result);
    Py_FlushLine();
  } else PyErr_Print();
  leave();
  leave();
  Py_Finalize();
}

/** The module's code in the module's dictionary. */
function PyEval_EvalCode(): u64 {
  enter(Fn.PyEval_EvalCode);
  retire(Seg.PyEval_EvalCode__call);
  const result = eval_code(process_().code, main_dict(), main_dict(), 0, 0, 0, 0);
  leave();
  return result;
}

/** What compiling still held of the program's int: a recorded stretch, whose end state is made here. */
function drop_recorded_constant(): void {
  if (!program_is_recorded() || has_own_ints() || cfg(Cfg.CONSTANT_ADDR) === 0) return;
  const left = cfg(Cfg.CONSTANT_REFERENCES) - 1;
  if (left > 0) drop_references(cfg(Cfg.CONSTANT_ADDR), left);
}

/** A line that a print statement left open is ended (Python/ceval.c). */
function Py_FlushLine(): void {
  enter(Fn.Py_FlushLine);
  retire(Seg.Py_FlushLine__call);
  const file = PySys_GetStdout();
  if (file !== 0 && PyFile_SoftSpace(file, 0) !== 0) PyFile_WriteString("\n", file);
  leave();
}

/** An exception that nobody caught: its report, or for a SystemExit the status it asks for. */
function PyErr_Print(): void {
  enter(Fn.PyErr_PrintEx);
  retire(Seg.PyErr_PrintEx__report);
  const t = tstate();
  store<u64>(triple_at, t.curexc_type);
  store<u64>(triple_at, t.curexc_value, 8);
  const traceback = t.curexc_traceback;
  t.curexc_type = 0;
  t.curexc_value = 0;
  t.curexc_traceback = 0;
  PyErr_NormalizeException(triple_at);
  const type = load<u64>(triple_at);
  const value = load<u64>(triple_at, 8);
  if (is_subtype(type_at(type), Ty.SystemExit)) process_().status = handle_system_exit(value);
  else {
    process_().status = FAILED;
    Py_FlushLine();
    PyErr_Display(type, value, traceback);
  }
  Py_XDECREF(type);
  Py_XDECREF(value);
  Py_XDECREF(traceback);
  leave();
}

/** No code or None is success, an int is the status, anything else is printed. */
function handle_system_exit(value: u64): i32 {
  const code = exit_code(value);
  Py_FlushLine();
  if (code === 0 || code === Py_None()) return 0;
  if (is_int(code) || Py_TYPE(code) === Ty.bool) return <i32>(PyInt_AS_LONG(code) & 255);
  const shown = PyObject_Str(code);
  if (shown === 0) PyErr_Clear();
  else {
    const size = Py_SIZE(shown);
    for (let i: u64 = 0; i < size; i++) console_write(STDERR, string_byte(shown, i));
    Py_DECREF(shown);
  }
  console_write(STDERR, 10);
  return FAILED;
}

function Py_Finalize(): void {
  enter(Fn.Py_Finalize);
  // call_exitfunc: what the library registered with atexit.
  exit_function();
  clock().finalize_at = clock().ir;
  retire_recorded(Seg.Py_Finalize__recorded_before_collect, cfg(Cfg.RECORDED_EXIT_BEFORE_COLLECT));
  // A manager that traces ends with the process: nothing is taken apart.
  if (has_own_heap()) return before_fini();
  PyGC_Collect();
  PyImport_Cleanup();
}

/** What follows the end of the modules. */
function before_fini(): void {
  clock().cleared_at = clock().ir;
  retire_recorded(Seg.Py_Finalize__recorded_before_fini, cfg(Cfg.RECORDED_EXIT_BEFORE_FINI));
  // Each of the frees that were recorded tests once more where the heap ends, if it is contiguous.
  if (mp_().contiguous !== 0) retire(Seg.Py_Finalize__recorded_contiguous_tests);
  process_().step = FINI;
  pause_if_due();
  finish();
}

function finish(): void {
  if (!has_own_ints()) PyInt_Fini();
  retire_recorded(Seg.Py_Finalize__recorded_end, cfg(Cfg.RECORDED_EXIT_END));
  leave();
  leave();
  leave();
  begin(Phase.ENDED);
}

/** Of the modules' end: the exception that was handled last, and what the module's names hold. */
function PyImport_Cleanup(): void {
  enter(Fn.PyImport_Cleanup);
  const t = tstate();
  const type = t.exc_type;
  const value = t.exc_value;
  const traceback = t.exc_traceback;
  t.exc_type = 0;
  t.exc_value = 0;
  t.exc_traceback = 0;
  Py_XDECREF(type);
  Py_XDECREF(value);
  Py_XDECREF(traceback);
  // sys.exc_type and its companions become None; where none was handled, the recorded exit has it.
  if (type !== 0) set_sys_exception(Py_None(), Py_None(), Py_None());
  enter(Fn._PyModule_Clear);
  process_().step = CLEAR_PRIVATE;
  process_().entry = PyDict_Next(main_dict(), 0);
  clear_names();
}

/**
 * _PyModule_Clear: names of one underscore first, then all others but __builtins__, each in the dictionary's
 * order. The exit goes on from here after a pause, too.
 */
function clear_names(): void {
  const p = process_();
  while (p.step <= CLEAR_OTHERS) {
    while (p.entry >= 0) {
      pause_if_due();
      clear_name(p.entry, p.step === CLEAR_PRIVATE);
      p.entry = PyDict_Next(main_dict(), p.entry + 1);
    }
    p.step += 1;
    if (p.step === CLEAR_OTHERS) p.entry = PyDict_Next(main_dict(), 0);
  }
  leave();
  recorded_dict_dealloc(main_dict());
  leave();
  if (PyErr_Occurred()) PyErr_Clear();
  before_fini();
}

function clear_name(at: i64, private_: bool): void {
  const dict = main_dict();
  const key = dict_entry_key(dict, at);
  if (dict_entry_value(dict, at) === Py_None() || Py_TYPE(key) !== Ty.str) return;
  const underscore =
    Py_SIZE(key) > 1 && string_byte(key, 0) === 0x5f && string_byte(key, 1) !== 0x5f;
  const wanted = private_ ? underscore : !string_is(key, "__builtins__");
  if (wanted) PyDict_SetItem(dict, key, Py_None());
}
