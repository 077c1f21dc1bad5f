/**
 * The package multiprocessing and its module sharedctypes (Lib/multiprocessing/__init__.py): the functions
 * that programs call. They are written in Python there; here they are functions of the machine, whose
 * instructions are not counted one by one (basis: estimated), while the memory they use is.
 */
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { add_function } from "../../interp/modules";
import { PyInt_FromLong } from "../../objects/intobject/intobject";
import { METH_KEYWORDS, METH_VARARGS } from "../../objects/methods";
import { Py_INCREF } from "../../objects/object/refcount";
import { Py_None } from "../../objects/singletons";
import { Module, simulated_dict } from "../../interp/import";
import { bind } from "./arguments";
import { Pool_new, define_pool_methods, pool_call } from "./pool";
import { Manager_new, define_manager_methods, manager_call } from "./managers";
import { numpy_frombuffer } from "./numpy";
import { MANAGERS, NUMPY, PACKAGE, POOL, PROCESS, SYNCHRONIZE } from "./numbers";
import { current_process } from "./current";
import { Process_new, define_process_methods, process_call } from "./process";
import { active_children } from "./process_attributes";
import { raw_call, shared_array, shared_value } from "./sharedctypes";
import { define_synchronized_methods, synchronize_call } from "./synchronize";

const PROCESS_CLASS: u32 = PACKAGE;
const ARRAY: u32 = PACKAGE + 1;
const VALUE: u32 = PACKAGE + 2;
const RAW_ARRAY: u32 = PACKAGE + 3;
const RAW_VALUE: u32 = PACKAGE + 4;
const CPU_COUNT: u32 = PACKAGE + 5;
const CURRENT_PROCESS: u32 = PACKAGE + 6;
const ACTIVE_CHILDREN: u32 = PACKAGE + 7;
const POOL_CLASS: u32 = PACKAGE + 10;
const MANAGER: u32 = PACKAGE + 11;
const FREEZE_SUPPORT: u32 = PACKAGE + 8;
/** Of the module sharedctypes, which tracebacks show without the package's line. */
const INNER_ARRAY: u32 = PACKAGE + 12;
const INNER_VALUE: u32 = PACKAGE + 13;

/** Processors of the machine that the recorded figures come from. */
const PROCESSORS: i64 = 2;

export function define_multiprocessing(): void {
  define_process_methods();
  define_synchronized_methods();
  define_pool_methods();
  define_manager_methods();
}

/** Fills the dictionaries of the package and of sharedctypes. */
export function fill_multiprocessing(): void {
  const dict = simulated_dict(Module.multiprocessing);
  add(dict, "Process", PROCESS_CLASS);
  add(dict, "Array", ARRAY);
  add(dict, "Value", VALUE);
  add(dict, "RawArray", RAW_ARRAY);
  add(dict, "RawValue", RAW_VALUE);
  add(dict, "cpu_count", CPU_COUNT);
  add(dict, "current_process", CURRENT_PROCESS);
  add(dict, "active_children", ACTIVE_CHILDREN);
  add(dict, "freeze_support", FREEZE_SUPPORT);
  add(dict, "Pool", POOL_CLASS);
  add(dict, "Manager", MANAGER);
  const inner = simulated_dict(Module.sharedctypes);
  add(inner, "Array", INNER_ARRAY);
  add(inner, "Value", INNER_VALUE);
  add(inner, "RawArray", RAW_ARRAY);
  add(inner, "RawValue", RAW_VALUE);
  add(simulated_dict(Module.numpy), "frombuffer", NUMPY);
}

function add(dict: u64, name: string, number: u32): void {
  add_function(dict, name, METH_VARARGS | METH_KEYWORDS, number);
}

/** Calls a function of the library or a method of its objects. */
export function library_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  if (number >= SYNCHRONIZE && number < PROCESS) return synchronize_call(number, self);
  if (number >= PROCESS && number < POOL) return process_call(number, self, args, kwargs);
  if (number >= POOL && number < MANAGERS) return pool_call(number, self, args, kwargs);
  if (number === NUMPY) return numpy_frombuffer(args, kwargs);
  if (number >= MANAGERS && number < NUMPY) return manager_call(number, self, args, kwargs);
  return package_call(number, args, kwargs);
}

function package_call(number: u32, args: u64, kwargs: u64): u64 {
  switch (number) {
    case PROCESS_CLASS:
      return Process_new(args, kwargs);
    case ARRAY:
    case INNER_ARRAY:
      return shared_array(args, kwargs, number === ARRAY);
    case VALUE:
    case INNER_VALUE:
      return shared_value(args, kwargs, number === VALUE);
    case RAW_ARRAY:
    case RAW_VALUE:
      return raw_call(args, kwargs, number === RAW_ARRAY);
    case CPU_COUNT:
      return bind("cpu_count", "", 0, 0, args, kwargs) ? PyInt_FromLong(PROCESSORS) : 0;
    case CURRENT_PROCESS:
      return bind("current_process", "", 0, 0, args, kwargs) ? current_process() : 0;
    case ACTIVE_CHILDREN:
      return bind("active_children", "", 0, 0, args, kwargs) ? active_children() : 0;
    case POOL_CLASS:
      return Pool_new(args, kwargs);
    case MANAGER:
      return bind("Manager", "", 0, 0, args, kwargs) ? Manager_new() : 0;
    case FREEZE_SUPPORT:
      Py_INCREF(Py_None());
      return Py_None();
    default:
      not_simulated("this function of multiprocessing");
      return <u64>Ty.NONE;
  }
}
