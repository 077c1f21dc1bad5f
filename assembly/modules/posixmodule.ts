/**
 * os, multiprocessing, ctypes, numpy and random: modules that programs can import and whose names they can
 * bind. A call needs a second process or foreign memory and ends the run.
 */
import { Ty } from "../abi/types";
import { not_simulated } from "../base/fault";
import { Module, simulated_dict } from "../interp/import";
import { add_function, add_value } from "../interp/modules";
import { PyInt_FromLong } from "../objects/intobject/intobject";
import { METH_KEYWORDS, METH_NOARGS, METH_VARARGS, OS_FUNCTIONS } from "../objects/methods";
import {
  WNOHANG,
  posix__exit,
  posix_fork,
  posix_getpid,
  posix_getppid,
  posix_wait,
  posix_waitpid,
} from "./os_functions";
import { PyString_FromString } from "../objects/stringobject/stringobject";

const MULTIPROCESSING: u32 = 30;
const SHAREDCTYPES: u32 = 50;
const CTYPES: u32 = 60;
const NUMPY: u32 = 80;
const RANDOM: u32 = 90;
const END: u32 = 100;

/** The function with this number, "" where there is none. */
function name_of(index: u32): string {
  switch (index) {
    case 0:
      return "fork";
    case 1:
      return "wait";
    case 2:
      return "waitpid";
    case 3:
      return "_exit";
    case 4:
      return "getpid";
    case 5:
      return "getppid";
    case 6:
      return "kill";
    case 7:
      return "pipe";
    case 8:
      return "system";
    case 9:
      return "popen";
    case 10:
      return "getcwd";
    case 11:
      return "listdir";
    case 12:
      return "urandom";
    case 13:
      return "times";
    case 14:
      return "sysconf";
    case 15:
      return "nice";
    case 16:
      return "abort";
    case 17:
      return "getenv";
    case 35:
      return "Queue";
    case 36:
      return "Pipe";
    case 37:
      return "Lock";
    case 43:
      return "Event";
    case 44:
      return "Semaphore";
    case 45:
      return "Condition";
    case 54:
      return "copy";
    case 55:
      return "synchronized";
    case 60:
      return "c_int";
    case 61:
      return "c_long";
    case 62:
      return "c_double";
    case 63:
      return "c_char";
    case 64:
      return "c_byte";
    case 65:
      return "c_short";
    case 66:
      return "c_float";
    case 67:
      return "c_longlong";
    case 68:
      return "c_void_p";
    case 69:
      return "c_char_p";
    case 70:
      return "sizeof";
    case 71:
      return "addressof";
    case 72:
      return "pointer";
    case 73:
      return "byref";
    case 74:
      return "CDLL";
    case 75:
      return "memmove";
    case 76:
      return "string_at";
    case 80:
      return "array";
    case 81:
      return "arange";
    case 82:
      return "zeros";
    case 83:
      return "ones";
    case 84:
      return "empty";
    case 86:
      return "asarray";
    case 87:
      return "sum";
    case 90:
      return "random";
    case 91:
      return "seed";
    case 92:
      return "randint";
    case 93:
      return "randrange";
    default:
      return "";
  }
}

/** What a call would have been; the names that programs of this kind use most are told in full. */
function call_of(index: u32): string {
  switch (index) {
    case 6:
      return "os.kill";
    case 7:
      return "os.pipe";
    case 8:
      return "os.system";
    case 9:
      return "os.popen";
    case 10:
      return "os.getcwd";
    case 11:
      return "os.listdir";
    case 12:
      return "os.urandom";
    case 13:
      return "os.times";
    case 14:
      return "os.sysconf";
    case 15:
      return "os.nice";
    case 16:
      return "os.abort";
    case 17:
      return "os.getenv";
    case 35:
      return "multiprocessing.Queue";
    case 36:
      return "multiprocessing.Pipe";
    case 37:
      return "multiprocessing.Lock";
    case 43:
      return "multiprocessing.Event";
    case 44:
      return "multiprocessing.Semaphore";
    case 45:
      return "multiprocessing.Condition";
    case 54:
      return "multiprocessing.sharedctypes.copy";
    case 55:
      return "multiprocessing.sharedctypes.synchronized";
    default:
      if (index < MULTIPROCESSING) return "this function of os";
      if (index < CTYPES) return "this function of multiprocessing";
      if (index < NUMPY) return "ctypes";
      return index < RANDOM ? "numpy" : "random numbers, which would be others at every run";
  }
}

/** The rows are defined together with the modules' dictionaries. */
export function define_os_functions(): void {}

/** Fills the modules' dictionaries. */
export function fill_process_modules(): void {
  fill_os(simulated_dict(Module.os));
  add_value(simulated_dict(Module.os), "name", PyString_FromString("posix"));
  add_value(simulated_dict(Module.os), "linesep", PyString_FromString("\n"));
  add_value(simulated_dict(Module.os), "sep", PyString_FromString("/"));
  add_all(simulated_dict(Module.multiprocessing), MULTIPROCESSING, SHAREDCTYPES);
  add_all(simulated_dict(Module.sharedctypes), SHAREDCTYPES, CTYPES);
  add_all(simulated_dict(Module.ctypes), CTYPES, NUMPY);
  add_all(simulated_dict(Module.numpy), NUMPY, RANDOM);
  add_all(simulated_dict(Module.random), RANDOM, END);
}

/** Functions that take no arguments come first: fork, wait; then getpid and getppid. */
function fill_os(dict: u64): void {
  for (let i: u32 = 0; i < MULTIPROCESSING; i++) {
    const name = name_of(i);
    if (name.length === 0) continue;
    const plain = i === 0 || i === 1 || i === 4 || i === 5;
    const flags = plain ? METH_NOARGS : i < 6 ? METH_VARARGS : METH_VARARGS | METH_KEYWORDS;
    add_function(dict, name, flags, OS_FUNCTIONS + i);
  }
  add_value(dict, "WNOHANG", PyInt_FromLong(WNOHANG));
}

function add_all(dict: u64, from: u32, to: u32): void {
  for (let i = from; i < to; i++) {
    const name = name_of(i);
    if (name.length > 0) {
      add_function(dict, name, METH_VARARGS | METH_KEYWORDS, OS_FUNCTIONS + i);
    }
  }
}

export function os_call(number: u32, _self: u64, args: u64, _kwargs: u64): u64 {
  switch (number - OS_FUNCTIONS) {
    case 0:
      return posix_fork();
    case 1:
      return posix_wait();
    case 2:
      return posix_waitpid(args);
    case 3:
      return posix__exit(args);
    case 4:
      return posix_getpid();
    case 5:
      return posix_getppid();
  }
  not_simulated(call_of(number - OS_FUNCTIONS));
  return <u64>Ty.NONE;
}
