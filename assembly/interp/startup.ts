/**
 * The objects that exist when the module's code starts and that programs can reach: singletons, type
 * objects, the built-ins' dictionary, the module's own dictionary, the simulated modules. Their memory
 * is in use in the recorded entry state; here they get contents (objects/obmalloc/placing.ts).
 */
import { frameobject_start } from "../objects/frameobject";
import { funcobject_start } from "../objects/funcobject";
import { Cfg } from "../abi/layout";
import { Ty } from "../abi/types";
import { cfg } from "../base/config";
import { has_own_heap } from "../collectors/manager";
import { text_add, text_add_byte, text_mark } from "../base/text";
import { store64 } from "../kernel/words";
import { define_array_methods } from "../modules/arraymodule";
import { define_gc_functions } from "../modules/gcmodule/module";
import { define_multiprocessing } from "../modules/multiprocessing/module";
import { define_os_functions } from "../modules/posixmodule";
import { define_time_functions } from "../modules/timemodule";
import { make_descriptors } from "../objects/descrobject";
import { PyTuple_New } from "../objects/tupleobject/tupleobject";
import { PyDict_New, PyDict_SetItem, PyDict_SetItemString } from "../objects/dictobject/dictobject";
import { load_unbound } from "../libc/plt";
import { load_type_dicts } from "../objects/dictobject/type_dicts";
import { make_interned_dict } from "../objects/dictobject/recorded_keys";
import { define_dict_methods } from "../objects/dictobject/methods";
import { define_file_methods } from "../objects/fileobject";
import { define_number_methods } from "../objects/intobject/methods";
import { define_iterator_methods } from "../objects/iterobject";
import { define_list_methods } from "../objects/listobject/methods";
import { CFUNCTION_BYTES, PyCFunction_NewEx, load_free_cfunction } from "../objects/methodobject";
import { recorded_block } from "../objects/obmalloc/obmalloc";
import { FROM_GC, GC_HEAD_BYTES } from "../modules/gcmodule/lists";
import {
  METH_KEYWORDS,
  METH_VARARGS,
  UNSIMULATED,
  define_method,
  find_method,
  method_rows,
} from "../objects/methods";
import { module_of_dict } from "../objects/moduleobject";
import {
  Py_DECREF,
  Py_INCREF,
  head_bytes,
  set_field,
  type_address,
  make_immortal,
} from "../objects/object/refcount";
import { Py_Ellipsis, Py_False, Py_None, Py_NotImplemented, Py_True } from "../objects/singletons";
import { learn_start_up_names } from "../objects/abstract/special";
import { cache_start_up_methods } from "../objects/object/attributes";
import { string_is } from "../objects/stringobject/text";
import {
  PyString_FromString,
  PyString_FromText,
  PyString_InternInPlace,
  make_shared_strings,
} from "../objects/stringobject/stringobject";
import { define_str_methods } from "../objects/stringobject/methods";
import { define_tuple_methods } from "../objects/tupleobject/methods";
import { short_type_name, type_object } from "../objects/types";
import { define_builtins } from "./bltinmodule/call";
import { define_modules } from "./import";
import { define_sys_functions } from "./sysmodule";

/** References that a static object has besides those of programs; a real count was not recorded. */
const STATIC_REFERENCES: u64 = 100;

/**
 * Names of the built-ins' dictionary: first those in their first slot, then those that had to probe on.
 * Inserted in this order they take the slots they have in CPython 2.7.18.
 */
const BUILTIN_NAMES: string =
  "bytearray all vars SyntaxError unicode memoryview isinstance NameError dict input oct bin SystemExit StandardError format repr sorted False RuntimeWarning list iter reload Warning round dir cmp set reduce intern issubclass locals BufferError slice FloatingPointError sum getattr abs print True FutureWarning ImportWarning None hash len frozenset __name__ ord super TypeError KeyboardInterrupt UserWarning filter range staticmethod SystemError BaseException pow RuntimeError float StopIteration globals divmod enumerate apply LookupError open basestring UnicodeError zip hex long next chr type __doc__ Exception tuple reversed UnicodeEncodeError hasattr delattr setattr raw_input compile ArithmeticError str property GeneratorExit int __import__ KeyError coerce PendingDeprecationWarning file EnvironmentError unichr id OSError DeprecationWarning min UnicodeWarning execfile complex bool ValueError NotImplemented map buffer max object callable ZeroDivisionError eval __debug__ IndentationError AssertionError classmethod UnboundLocalError NotImplementedError AttributeError OverflowError UnicodeDecodeError BytesWarning bytes Ellipsis EOFError MemoryError ImportError xrange UnicodeTranslateError IOError SyntaxWarning any TabError IndexError __package__ ReferenceError";

@unmanaged
class Startup {
  main_dict: u64;
  builtins: u64;
  builtins_module: u64;
}

const startup_at: usize = memory.data(24, 8);

function startup(): Startup {
  return changetype<Startup>(startup_at);
}

/** The dictionary of __main__, borrowed. */
export function main_dict(): u64 {
  return startup().main_dict;
}

/** The module __builtin__, borrowed. */
export function builtins_module(): u64 {
  return startup().builtins_module;
}

/** Makes the objects. Memory is placed, not allocated. */
export function make_startup_objects(): void {
  static_objects();
  make_interned_dict();
  load_type_dicts();
  load_unbound();
  make_shared_strings();
  define_builtins();
  define_list_methods();
  define_str_methods();
  define_dict_methods();
  define_tuple_methods();
  define_number_methods();
  define_array_methods();
  define_file_methods();
  define_iterator_methods();
  define_sys_functions();
  define_gc_functions();
  define_time_functions();
  define_os_functions();
  define_multiprocessing();
  startup().builtins = PyDict_New();
  fill_builtins();
  startup().builtins_module = module_of_dict(startup().builtins);
  define_modules();
  make_main();
  if (!has_own_heap()) load_free_methods();
  make_descriptors();
  cache_start_up_methods();
  learn_start_up_names();
  // The shared empty tuple is older than any program.
  PyTuple_New(0);
}

/** Headers of type objects and singletons. */
function static_objects(): void {
  const types = type_object(Ty.type);
  for (let type: Ty = Ty.object; type < Ty.COUNT; type++) {
    if (type_object(type) !== 0) header(type_object(type), types);
  }
  header(Py_None(), type_object(Ty.NoneType));
  header(Py_NotImplemented(), type_object(Ty.NotImplementedType));
  header(Py_Ellipsis(), type_object(Ty.ellipsis));
  header(Py_True(), type_object(Ty.bool));
  header(Py_False(), type_object(Ty.bool));
  set_field(Py_True(), 0, 1);
  set_field(Py_False(), 0, 0);
}

function header(op: u64, type: u64): void {
  store64(op + cfg(Cfg.REFCNT_OFFSET), STATIC_REFERENCES);
  make_immortal(op);
  store64(type_address(op), type);
}

function fill_builtins(): void {
  let start = 0;
  while (start < BUILTIN_NAMES.length) {
    let end = start;
    const mark = text_mark();
    while (end < BUILTIN_NAMES.length && BUILTIN_NAMES.charCodeAt(end) !== 0x20) {
      text_add_byte(<u8>BUILTIN_NAMES.charCodeAt(end));
      end += 1;
    }
    const name = PyString_InternInPlace(PyString_FromText(mark));
    const value = builtin_value(name);
    PyDict_SetItem(startup().builtins, name, value);
    Py_DECREF(value);
    Py_DECREF(name);
    start = end + 1;
  }
}

/** A new reference to what a built-in name stands for. */
function builtin_value(name: u64): u64 {
  let value = constant_value(name);
  if (value === 0) value = type_value(name);
  if (value !== 0) {
    Py_INCREF(value);
    return value;
  }
  if (string_is(name, "__name__")) return PyString_FromString("__builtin__");
  if (string_is(name, "__doc__")) return PyString_FromString("Built-in functions, exceptions.");
  let row = find_method(Ty.NONE, name);
  if (row === 0) {
    define_method(Ty.NONE, built_in_name(name), METH_VARARGS | METH_KEYWORDS, UNSIMULATED);
    row = method_rows();
  }
  return PyCFunction_NewEx(row - 1, 0, 0);
}

/** The name of a function that is not simulated, for what is said about it. */
function built_in_name(name: u64): string {
  if (string_is(name, "unichr")) return "unichr()";
  if (string_is(name, "compile")) return "compile()";
  if (string_is(name, "reload")) return "reload()";
  return "this built-in function";
}

function constant_value(name: u64): u64 {
  if (string_is(name, "None") || string_is(name, "__package__")) return Py_None();
  if (string_is(name, "True") || string_is(name, "__debug__")) return Py_True();
  if (string_is(name, "False")) return Py_False();
  if (string_is(name, "NotImplemented")) return Py_NotImplemented();
  if (string_is(name, "Ellipsis")) return Py_Ellipsis();
  return 0;
}

function type_value(name: u64): u64 {
  if (string_is(name, "bytes")) return type_object(Ty.str);
  for (let type: Ty = Ty.object; type < Ty.COUNT; type++) {
    if (string_is(name, short_type_name(type))) return type_object(type);
  }
  return 0;
}

/** Dead built-in functions that were kept; their addresses were not recorded. */
function load_free_methods(): void {
  for (let i: u64 = 0; i < cfg(Cfg.CFUNCTION_FREE); i++) {
    load_free_cfunction(FROM_GC(recorded_block(GC_HEAD_BYTES + CFUNCTION_BYTES + head_bytes())));
  }
}

/** __main__ as PyRun_SimpleFile leaves it. */
function make_main(): void {
  const dict = PyDict_New();
  startup().main_dict = dict;
  PyDict_SetItemString(dict, "__builtins__", startup().builtins_module);
  frameobject_start();
  funcobject_start();
  const name = PyString_InternInPlace(PyString_FromString("__main__"));
  PyDict_SetItemString(dict, "__name__", name);
  Py_DECREF(name);
  const mark = text_mark();
  text_add("p.py");
  const file = PyString_FromText(mark);
  PyDict_SetItemString(dict, "__file__", file);
  Py_DECREF(file);
  PyDict_SetItemString(dict, "__doc__", Py_None());
  PyDict_SetItemString(dict, "__package__", Py_None());
}
