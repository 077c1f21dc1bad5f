/**
 * Imports (Python/import.c). The simulated modules are made during start-up; sys.modules knows those
 * that the start-up of the real interpreter imports, the others join it when a program asks for them.
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { not_simulated } from "../base/fault";
import { text_add, text_add_byte, text_mark } from "../base/text";
import { enter, leave, retire, retire_table } from "../meter/ledger";
import { fill_gc } from "../modules/gcmodule/module";
import { import_multiprocessing, import_sharedctypes } from "../modules/multiprocessing/launch";
import { fill_multiprocessing } from "../modules/multiprocessing/module";
import { fill_process_modules } from "../modules/posixmodule";
import { fill_time } from "../modules/timemodule";
import {
  PyDict_GetItem,
  PyDict_New,
  PyDict_SetItem,
  PyDict_SetItemString,
} from "../objects/dictobject/dictobject";
import { memcpy, strlen } from "../libc/string";
import { PyDict_GetItemBuffer } from "../objects/dictobject/by_string";
import { PyObject_HasAttrString } from "../objects/object/attributes";
import { PyMem_FREE, PyMem_MALLOC } from "../objects/obmalloc/mem";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../objects/tupleobject/tupleobject";
import { parse_keywords } from "./parse_tuple";
import { module_dict, new_module } from "../objects/moduleobject";
import { Py_DECREF, Py_INCREF, Py_SIZE, Py_TYPE } from "../objects/object/refcount";
import { Py_None } from "../objects/singletons";
import {
  PyString_FromString,
  PyString_FromText,
  PyString_InternInPlace,
  string_byte,
} from "../objects/stringobject/stringobject";
import { string_is } from "../objects/stringobject/text";
import { type_object } from "../objects/types";
import { PyErr_SetText } from "./errors";
import { ImportedModule } from "../abi/import_calls";
import { repeat_import_calls } from "./import_heap";
import { initarray, initgc, inittime, module_init_reset } from "./module_init";
import { fill_sys } from "./sysmodule";

/** The modules, by the order of `name_of_module`. */
export enum Module {
  sys,
  gc,
  time,
  array,
  os,
  multiprocessing,
  sharedctypes,
  ctypes,
  numpy,
  random,
  COUNT,
}

const DOT: u8 = 0x2e;
/** MAXPATHLEN + 1: room for a dotted name. */
const NAME_BUFFER_BYTES: u64 = 4097;
/** The strs that say what package a module is of. */
const package_names_at: usize = memory.data(3 * 8, 8);
const PACKAGE: u32 = 0;
const NAME: u32 = 1;
const PATH: u32 = 2;
const modules_at: usize = memory.data(8 * 16, 8);
/** sys.modules. */
const interpreter_modules_at: usize = memory.data(8, 8);

function name_of_module(index: Module): string {
  switch (index) {
    case Module.sys:
      return "sys";
    case Module.gc:
      return "gc";
    case Module.time:
      return "time";
    case Module.array:
      return "array";
    case Module.os:
      return "os";
    case Module.multiprocessing:
      return "multiprocessing";
    case Module.sharedctypes:
      return "multiprocessing.sharedctypes";
    case Module.ctypes:
      return "ctypes";
    case Module.random:
      return "random";
    default:
      return "numpy";
  }
}

/** The object of a simulated module, borrowed. */
export function simulated_module(index: Module): u64 {
  return load<u64>(modules_at + ((<usize>index) << 3));
}

/** The dictionary of a simulated module, borrowed. */
export function simulated_dict(index: Module): u64 {
  return module_dict(simulated_module(index));
}

/** sys.modules, borrowed. */
export function interpreter_modules(): u64 {
  return load<u64>(interpreter_modules_at);
}

export function imports_reset(): void {
  memory.fill(modules_at, 0, 8 * 16);
  module_init_reset();
  store<u64>(interpreter_modules_at, 0);
  store<u8>(time_made_at, 0);
}

/** Makes the modules, during start-up. */
export function define_modules(): void {
  store<u64>(interpreter_modules_at, PyDict_New());
  intern_package_name(PACKAGE, "__package__");
  intern_package_name(NAME, "__name__");
  intern_package_name(PATH, "__path__");
  for (let i: Module = Module.sys; i < Module.COUNT; i++) {
    store<u64>(modules_at + ((<usize>i) << 3), new_module(name_of_module(i)));
  }
  fill_sys(simulated_dict(Module.sys), interpreter_modules());
  fill_gc(simulated_dict(Module.gc));
  fill_time(simulated_dict(Module.time));
  PyDict_SetItemString(simulated_dict(Module.array), "array", type_object(Ty.array));
  PyDict_SetItemString(simulated_dict(Module.array), "ArrayType", type_object(Ty.array));
  fill_process_modules();
  fill_multiprocessing();
  PyDict_SetItemString(
    simulated_dict(Module.multiprocessing),
    "sharedctypes",
    simulated_module(Module.sharedctypes),
  );
  PyDict_SetItemString(interpreter_modules(), "sys", simulated_module(Module.sys));
  PyDict_SetItemString(interpreter_modules(), "os", simulated_module(Module.os));
}

/** Places in the argument tuple. */
const GLOBALS: u64 = 1;
const FROM_LIST: u64 = 3;

function argument(args: u64, index: u64): u64 {
  return PyTuple_GET_SIZE(args) > index ? PyTuple_GET_ITEM(args, index) : 0;
}

/** __import__(name, globals, locals, fromlist, level). */
export function builtin___import__(args: u64, kwargs: u64): u64 {
  enter(Fn.builtin___import__);
  retire(Seg.builtin___import____parse);
  let result: u64 = 0;
  if (parse_keywords(args, kwargs, "s|OOOi:__import__", "name", "globals", "locals", "fromlist")) {
    const name = PyTuple_GET_ITEM(args, 0);
    result = PyImport_ImportModuleLevel(name, argument(args, GLOBALS), argument(args, FROM_LIST));
  }
  leave();
  return result;
}

/**
 * import name: a new reference to the module, or where names are wanted from it (`fromlist` is neither
 * 0 nor None) to the last one of a dotted name; 0 with an ImportError.
 */
function PyImport_ImportModuleLevel(name: u64, globals: u64, fromlist: u64): u64 {
  enter(Fn.PyImport_ImportModuleLevel);
  retire(Seg.PyImport_ImportModuleLevel__lock);
  enter(Fn.import_module_level);
  retire(Seg.import_module_level__begin);
  const buffer = PyMem_MALLOC(NAME_BUFFER_BYTES);
  if (globals !== 0 && Py_TYPE(globals) === Ty.dict) get_parent(globals);
  const wanted = fromlist !== 0 && fromlist !== Py_None();
  const result = import_dotted(name, wanted);
  if (result !== 0) {
    Py_INCREF(result);
    if (wanted) ensure_fromlist(result);
  }
  PyMem_FREE(buffer, NAME_BUFFER_BYTES);
  leave();
  leave();
  return result;
}

function package_name(index: u32): u64 {
  return load<u64>(package_names_at + ((<usize>index) << 3));
}

function intern_package_name(index: u32, name: string): void {
  store<u64>(
    package_names_at + ((<usize>index) << 3),
    PyString_InternInPlace(PyString_FromString(name)),
  );
}

/** What the importing module says about its package: a script has none, and is told so. */
function get_parent(globals: u64): void {
  enter(Fn.get_parent);
  retire(Seg.get_parent__ask);
  const known = PyDict_GetItem(globals, package_name(PACKAGE));
  if (known === 0 || known === Py_None()) {
    const name = PyDict_GetItem(globals, package_name(NAME));
    if (name !== 0 && PyDict_GetItem(globals, package_name(PATH)) === 0) {
      retire(Seg.get_parent__no_package);
      PyDict_SetItem(globals, package_name(PACKAGE), Py_None());
    }
  }
  leave();
}

/** Names from a module that is no package are there already, or never. What a package does is the library's. */
function ensure_fromlist(module: u64): void {
  if (module === simulated_module(Module.multiprocessing)) return;
  if (module === simulated_module(Module.sharedctypes)) return;
  if (module === simulated_module(Module.ctypes)) return;
  if (module === simulated_module(Module.numpy)) return;
  enter(Fn.ensure_fromlist);
  retire(Seg.ensure_fromlist__ask);
  PyObject_HasAttrString(module, "__path__");
  leave();
}

/** Imports a name part by part: a, then a.b. The first part's module, or the last one's. */
function import_dotted(name: u64, last: bool): u64 {
  const size = Py_SIZE(name);
  let head: u64 = 0;
  let found: u64 = 0;
  let start: u64 = 0;
  for (let at: u64 = 0; at <= size; at++) {
    if (at < size && string_byte(name, at) !== DOT) continue;
    found = import_part(name, start, at);
    if (found === 0) return 0;
    if (head === 0) head = found;
    start = at + 1;
  }
  return last ? found : head;
}

/** The module called by the first `end` bytes of `name`; its own part begins at `start`. */
function import_part(name: u64, start: u64, end: u64): u64 {
  enter(Fn.load_next);
  retire(Seg.load_next__part);
  strlen(Py_SIZE(name) - start);
  memcpy(end - start);
  const found = import_submodule(name, end);
  if (found === 0) no_module(name, start, end);
  leave();
  return found;
}

/** The first `end` bytes of `name` as they lie in the buffer. */
function prefix_of(name: u64, end: u64): u32 {
  const mark = text_mark();
  for (let i: u64 = 0; i < end; i++) text_add_byte(string_byte(name, i));
  return mark;
}

function import_submodule(name: u64, end: u64): u64 {
  enter(Fn.import_submodule);
  let found = PyDict_GetItemBuffer(interpreter_modules(), prefix_of(name, end));
  if (found !== 0) retire(Seg.import_submodule__known);
  else {
    const full = PyString_InternInPlace(PyString_FromText(prefix_of(name, end)));
    found = simulated_of(full);
    if (found !== 0) {
      retire(Seg.import_submodule__load);
      const imported = imported_as(found);
      init_builtin(found);
      if (imported !== ImportedModule.known) repeat_import_calls(imported);
      PyDict_SetItem(interpreter_modules(), full, found);
      if (found === simulated_module(Module.multiprocessing)) import_multiprocessing();
      else if (found === simulated_module(Module.sharedctypes)) import_sharedctypes();
      else if (found === simulated_module(Module.gc)) initgc();
      else if (found === simulated_module(Module.time)) inittime();
      else if (found === simulated_module(Module.array)) initarray();
    } else retire(Seg.import_submodule__absent);
    Py_DECREF(full);
  }
  leave();
  return found;
}

/** Whose calls of malloc a first import makes; `known` for a module without recorded ones. */
function imported_as(module: u64): ImportedModule {
  if (module === simulated_module(Module.gc))
    return load<u8>(time_made_at) !== 0 ? ImportedModule.gc : ImportedModule.gc_with_time;
  if (module === simulated_module(Module.time))
    return load<u8>(time_made_at) !== 0 ? ImportedModule.known : ImportedModule.time;
  if (module === simulated_module(Module.array)) return ImportedModule.array;
  if (module === simulated_module(Module.random)) return ImportedModule.random;
  return ImportedModule.known;
}

/** Whether `time` was made: gc's own start imports it. */
const time_made_at: usize = memory.data(1);
/** Place in the table of a gc that finds `time` made. */
const GC_ALONE: u32 = 0;

/** What a module of the interpreter itself does when it is imported first: recorded as a whole. */
function init_builtin(module: u64): void {
  let which: u32 = 0;
  if (module === simulated_module(Module.gc)) {
    which = load<u8>(time_made_at) !== 0 ? GC_ALONE : <u32>Module.gc;
  } else if (module === simulated_module(Module.time) && load<u8>(time_made_at) === 0) {
    which = <u32>Module.time;
  } else if (module === simulated_module(Module.array)) which = <u32>Module.array;
  else return;
  if (which !== <u32>Module.array) store<u8>(time_made_at, 1);
  enter(Fn.init_builtin);
  retire_table(Seg.init_builtin__module, which);
  leave();
}

function simulated_of(full: u64): u64 {
  for (let i: Module = Module.sys; i < Module.COUNT; i++) {
    if (string_is(full, name_of_module(i))) return simulated_module(i);
  }
  if (is_in_library(full)) not_simulated("this module of the standard library");
  return 0;
}

/** Names of CPython 2.7's library that programs of this size import: they exist, but not here. */
const LIBRARY =
  " math string re itertools collections operator copy json pickle cPickle functools bisect heapq datetime threading thread subprocess signal socket struct StringIO cStringIO tempfile shutil glob platform resource weakref types traceback inspect dis cmath decimal fractions logging unittest timeit cProfile profile mmap errno ctypes.util multiprocessing.managers multiprocessing.pool multiprocessing.queues atexit warnings hashlib base64 binascii select fcntl Queue __builtin__ __main__ __future__ os.path posix ";

/** Whether the list above has the name. */
function is_in_library(full: u64): bool {
  const size = <i32>Py_SIZE(full);
  for (let start = 1; start < LIBRARY.length; start++) {
    if (LIBRARY.charCodeAt(start - 1) !== 0x20) continue;
    let i = 0;
    while (
      i < size &&
      start + i < LIBRARY.length &&
      LIBRARY.charCodeAt(start + i) === <i32>string_byte(full, i)
    )
      i += 1;
    if (i === size && start + i < LIBRARY.length && LIBRARY.charCodeAt(start + i) === 0x20)
      return true;
  }
  return false;
}

/** "No module named b": the part that was not found. */
function no_module(name: u64, start: u64, end: u64): void {
  const mark = text_mark();
  text_add("No module named ");
  for (let i = start; i < end; i++) text_add_byte(string_byte(name, i));
  PyErr_SetText(Ty.ImportError, mark);
}
