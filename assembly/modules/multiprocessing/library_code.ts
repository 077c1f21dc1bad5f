/**
 * Lines of the library's own Python code (Lib/multiprocessing) that tracebacks show. The functions of
 * multiprocessing are not run bytecode by bytecode, but an exception that passes through them leaves the
 * entries that CPython 2.7.18 leaves; numbers and texts are those of real tracebacks.
 */
import { PyTraceBack_Library } from "../../interp/traceback";

/** A line that an exception passes. */
export enum Place {
  init_Pool,
  init_Value,
  init_Array,
  init_Manager,
  Process_init_group,
  Process_start_twice,
  Process_start_foreign,
  Process_start_daemonic,
  Process_terminate,
  Process_join_foreign,
  Process_join_unstarted,
  Process_is_alive_foreign,
  Process_name_type,
  Process_daemon_started,
  Process_bootstrap,
  Process_run,
  new_value,
  RawValue_new,
  RawValue_init,
  RawArray_times,
  RawArray_new,
  RawArray_len,
  RawArray_new_of,
  RawArray_init,
  Value_keywords,
  Value_raw,
  Value_lock,
  Array_keywords,
  Array_raw,
  Array_lock,
  Synchronized_getitem,
  Synchronized_setitem,
  Synchronized_getslice,
  Synchronized_setslice,
  Synchronized_getvalue,
  Synchronized_setvalue,
  Synchronized_setraw,
  Pool_init_processes,
  Pool_apply_state,
  Pool_apply,
  Pool_map_state,
  Pool_map,
  Pool_map_async_list,
  Pool_join_state,
  ApplyResult_get,
}

/** The exception on its way passes this line: an entry in front of its traceback. Returns 0, for "failed". */
export function raised_in(place: Place): u64 {
  if (place <= Place.init_Manager) in_init(place);
  else if (place <= Place.Process_run) in_process(place);
  else if (place <= Place.Synchronized_setslice) in_sharedctypes(place);
  else if (place <= Place.Synchronized_setraw) in_template(place);
  else in_pool(place);
  return 0;
}

const INIT = "/usr/lib/python2.7/multiprocessing/__init__.py";

function in_init(place: Place): void {
  switch (place) {
    case Place.init_Pool:
      return PyTraceBack_Library(
        INIT,
        "Pool",
        232,
        "return Pool(processes, initializer, initargs, maxtasksperchild)",
      );
    case Place.init_Value:
      return PyTraceBack_Library(
        INIT,
        "Value",
        253,
        "return Value(typecode_or_type, *args, **kwds)",
      );
    case Place.init_Array:
      return PyTraceBack_Library(
        INIT,
        "Array",
        260,
        "return Array(typecode_or_type, size_or_initializer, **kwds)",
      );
    default:
      return PyTraceBack_Library(INIT, "Manager", 99, "m.start()");
  }
}

const PROCESS = "/usr/lib/python2.7/multiprocessing/process.py";

function in_process(place: Place): void {
  switch (place) {
    case Place.Process_init_group:
      return PyTraceBack_Library(
        PROCESS,
        "__init__",
        95,
        "assert group is None, 'group argument must be None for now'",
      );
    case Place.Process_start_twice:
      return PyTraceBack_Library(
        PROCESS,
        "start",
        120,
        "assert self._popen is None, 'cannot start a process twice'",
      );
    case Place.Process_start_foreign:
      return PyTraceBack_Library(
        PROCESS,
        "start",
        122,
        "'can only start a process object created by current process'",
      );
    case Place.Process_start_daemonic:
      return PyTraceBack_Library(
        PROCESS,
        "start",
        124,
        "'daemonic processes are not allowed to have children'",
      );
    case Place.Process_terminate:
      return PyTraceBack_Library(PROCESS, "terminate", 140, "self._popen.terminate()");
    case Place.Process_join_foreign:
      return PyTraceBack_Library(
        PROCESS,
        "join",
        146,
        "assert self._parent_pid == os.getpid(), 'can only join a child process'",
      );
    case Place.Process_join_unstarted:
      return PyTraceBack_Library(
        PROCESS,
        "join",
        147,
        "assert self._popen is not None, 'can only join a started process'",
      );
    case Place.Process_is_alive_foreign:
      return PyTraceBack_Library(
        PROCESS,
        "is_alive",
        158,
        "assert self._parent_pid == os.getpid(), 'can only test a child process'",
      );
    case Place.Process_name_type:
      return PyTraceBack_Library(
        PROCESS,
        "name",
        176,
        "assert isinstance(name, basestring), 'name must be a string'",
      );
    case Place.Process_daemon_started:
      return PyTraceBack_Library(
        PROCESS,
        "daemon",
        191,
        "assert self._popen is None, 'process has already started'",
      );
    case Place.Process_bootstrap:
      return PyTraceBack_Library(PROCESS, "_bootstrap", 267, "self.run()");
    default:
      return PyTraceBack_Library(PROCESS, "run", 114, "self._target(*self._args, **self._kwargs)");
  }
}

const SHAREDCTYPES = "/usr/lib/python2.7/multiprocessing/sharedctypes.py";

function in_sharedctypes(place: Place): void {
  switch (place) {
    case Place.new_value:
      return PyTraceBack_Library(SHAREDCTYPES, "_new_value", 67, "size = ctypes.sizeof(type_)");
    case Place.RawValue_new:
      return PyTraceBack_Library(SHAREDCTYPES, "RawValue", 76, "obj = _new_value(type_)");
    case Place.RawValue_init:
      return PyTraceBack_Library(SHAREDCTYPES, "RawValue", 78, "obj.__init__(*args)");
    case Place.RawArray_times:
      return PyTraceBack_Library(
        SHAREDCTYPES,
        "RawArray",
        87,
        "type_ = type_ * size_or_initializer",
      );
    case Place.RawArray_new:
      return PyTraceBack_Library(SHAREDCTYPES, "RawArray", 88, "obj = _new_value(type_)");
    case Place.RawArray_len:
      return PyTraceBack_Library(
        SHAREDCTYPES,
        "RawArray",
        92,
        "type_ = type_ * len(size_or_initializer)",
      );
    case Place.RawArray_new_of:
      return PyTraceBack_Library(SHAREDCTYPES, "RawArray", 93, "result = _new_value(type_)");
    case Place.RawArray_init:
      return PyTraceBack_Library(
        SHAREDCTYPES,
        "RawArray",
        94,
        "result.__init__(*size_or_initializer)",
      );
    case Place.Value_keywords:
      return PyTraceBack_Library(
        SHAREDCTYPES,
        "Value",
        103,
        "raise ValueError('unrecognized keyword argument(s): %s' % kwds.keys())",
      );
    case Place.Value_raw:
      return PyTraceBack_Library(
        SHAREDCTYPES,
        "Value",
        104,
        "obj = RawValue(typecode_or_type, *args)",
      );
    case Place.Value_lock:
      return PyTraceBack_Library(
        SHAREDCTYPES,
        "Value",
        110,
        "raise AttributeError(\"'%r' has no method 'acquire'\" % lock)",
      );
    case Place.Array_keywords:
      return PyTraceBack_Library(
        SHAREDCTYPES,
        "Array",
        119,
        "raise ValueError('unrecognized keyword argument(s): %s' % kwds.keys())",
      );
    case Place.Array_raw:
      return PyTraceBack_Library(
        SHAREDCTYPES,
        "Array",
        120,
        "obj = RawArray(typecode_or_type, size_or_initializer)",
      );
    case Place.Array_lock:
      return PyTraceBack_Library(
        SHAREDCTYPES,
        "Array",
        126,
        "raise AttributeError(\"'%r' has no method 'acquire'\" % lock)",
      );
    case Place.Synchronized_getitem:
      return PyTraceBack_Library(SHAREDCTYPES, "__getitem__", 243, "return self._obj[i]");
    case Place.Synchronized_setitem:
      return PyTraceBack_Library(SHAREDCTYPES, "__setitem__", 250, "self._obj[i] = value");
    case Place.Synchronized_getslice:
      return PyTraceBack_Library(SHAREDCTYPES, "__getslice__", 257, "return self._obj[start:stop]");
    default:
      return PyTraceBack_Library(
        SHAREDCTYPES,
        "__setslice__",
        264,
        "self._obj[start:stop] = values",
      );
  }
}

const TEMPLATE = "<string>";

function in_template(place: Place): void {
  switch (place) {
    case Place.Synchronized_getvalue:
      return PyTraceBack_Library(TEMPLATE, "getvalue", 5, "");
    case Place.Synchronized_setvalue:
      return PyTraceBack_Library(TEMPLATE, "setvalue", 11, "");
    default:
      return PyTraceBack_Library(TEMPLATE, "setraw", 11, "");
  }
}

const POOL = "/usr/lib/python2.7/multiprocessing/pool.py";

function in_pool(place: Place): void {
  switch (place) {
    case Place.Pool_init_processes:
      return PyTraceBack_Library(
        POOL,
        "__init__",
        154,
        'raise ValueError("Number of processes must be at least 1")',
      );
    case Place.Pool_apply_state:
      return PyTraceBack_Library(POOL, "apply", 245, "assert self._state == RUN");
    case Place.Pool_apply:
      return PyTraceBack_Library(
        POOL,
        "apply",
        246,
        "return self.apply_async(func, args, kwds).get()",
      );
    case Place.Pool_map_state:
      return PyTraceBack_Library(POOL, "map", 252, "assert self._state == RUN");
    case Place.Pool_map:
      return PyTraceBack_Library(
        POOL,
        "map",
        253,
        "return self.map_async(func, iterable, chunksize).get()",
      );
    case Place.Pool_map_async_list:
      return PyTraceBack_Library(POOL, "map_async", 306, "iterable = list(iterable)");
    case Place.Pool_join_state:
      return PyTraceBack_Library(POOL, "join", 474, "assert self._state in (CLOSE, TERMINATE)");
    default:
      return PyTraceBack_Library(POOL, "get", 572, "raise self._value");
  }
}
