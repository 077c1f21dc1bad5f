/**
 * Pools of workers (Lib/multiprocessing/pool.py; spec 08 section 2). Tasks and results travel as pickles
 * through two pipes. Which worker takes which task is not determined in reality; here it is round robin.
 * The pool's three threads are not simulated: what they do to memory is done where the caller waits.
 */
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { PyErr_Restore, PyErr_SetString } from "../../interp/errors";
import {
  PyObject_Size,
  PySequence_List,
  PySequence_Tuple,
  has_len,
} from "../../objects/abstract/sequence";
import { PyDict_New } from "../../objects/dictobject/dictobject";
import { PyInt_AS_LONG } from "../../objects/intobject/arithmetic";
import { PyList_Append, PyList_GET_ITEM, PyList_GET_SIZE } from "../../objects/listobject/access";
import { PyList_New } from "../../objects/listobject/listobject";
import { METH_KEYWORDS, METH_NOARGS, METH_VARARGS, define_method } from "../../objects/methods";
import {
  Py_DECREF,
  Py_INCREF,
  Py_TYPE,
  Py_XDECREF,
  get_field,
  is_int,
  set_field,
} from "../../objects/object/refcount";
import { Py_None } from "../../objects/singletons";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  PyTuple_New,
  PyTuple_SET_ITEM,
} from "../../objects/tupleobject/tupleobject";
import { type_object } from "../../objects/types";
import { bind, bound } from "./arguments";
import { new_pipe, receive, send } from "./connection";
import { own_name } from "./current";
import { import_pool, make_pool_threads } from "./launch";
import { Place, raised_in } from "./library_code";
import { Token, message_add, message_begin } from "./message";
import { POOL } from "./numbers";
import {
  A_CHUNK,
  A_COUNT,
  A_ERROR,
  A_FIRST,
  A_LENGTH,
  A_POOL,
  O_INQUEUE,
  O_OUTQUEUE,
  O_STATE,
  O_TASKS,
  O_WORKERS,
  P_DAEMON,
  P_NAME,
  P_TARGET,
  library_new,
} from "./objects";
import { pickle } from "./pickle";
import { caught, pair, set_starting, size_of } from "./pool_worker";
import { join, new_process, start, terminate } from "./process";

const MAP: u32 = POOL;
const MAP_ASYNC: u32 = POOL + 1;
const APPLY: u32 = POOL + 2;
const APPLY_ASYNC: u32 = POOL + 3;
const CLOSE: u32 = POOL + 4;
const TERMINATE: u32 = POOL + 5;
const JOIN: u32 = POOL + 6;
const GET: u32 = POOL + 7;
const WAIT: u32 = POOL + 8;
const IMAP: u32 = POOL + 9;

const RUNNING: u64 = 0;
const CLOSED: u64 = 1;
const TERMINATED: u64 = 2;
/** Tasks a worker gets on average. */
const TASKS_PER_WORKER: u64 = 4;
const PROCESSORS: i64 = 2;
/** cpu_count() of the recorded machine workers, where nobody says how many. */
const WORKERS_MAX: i64 = 62;
/** What a task's pickle has besides the function and its items: numbers, mapstar, tuples (measured). */
const TASK_BYTES: u64 = 40;

export function define_pool_methods(): void {
  const any = METH_VARARGS | METH_KEYWORDS;
  define_method(Ty.Pool, "map", any, MAP);
  define_method(Ty.Pool, "map_async", any, MAP_ASYNC);
  define_method(Ty.Pool, "apply", any, APPLY);
  define_method(Ty.Pool, "apply_async", any, APPLY_ASYNC);
  define_method(Ty.Pool, "close", METH_NOARGS, CLOSE);
  define_method(Ty.Pool, "terminate", METH_NOARGS, TERMINATE);
  define_method(Ty.Pool, "join", METH_NOARGS, JOIN);
  define_method(Ty.Pool, "imap", any, IMAP);
  define_method(Ty.Pool, "imap_unordered", any, IMAP);
  define_method(Ty.AsyncResult, "get", any, GET);
  define_method(Ty.AsyncResult, "wait", any, WAIT);
}

/** Pool(processes, initializer, initargs, maxtasksperchild): the workers are forked now. */
export function Pool_new(args: u64, kwargs: u64): u64 {
  const names = "processes initializer initargs maxtasksperchild";
  if (!bind("Pool", names, 0, 0, args, kwargs)) return 0;
  const wanted = bound(0);
  for (let i: u32 = 1; i < 4; i++) {
    if (bound(i) !== 0 && bound(i) !== Py_None())
      not_simulated("a Pool with an initializer or with maxtasksperchild");
  }
  let count = PROCESSORS;
  if (wanted !== 0 && wanted !== Py_None()) {
    if (!is_int(wanted) && Py_TYPE(wanted) !== Ty.bool)
      not_simulated("a Pool whose size is no int");
    count = PyInt_AS_LONG(wanted);
  }
  import_pool();
  if (count < 1) {
    PyErr_SetString(Ty.ValueError, "Number of processes must be at least 1");
    raised_in(Place.Pool_init_processes);
    return raised_in(Place.init_Pool);
  }
  if (count > WORKERS_MAX) not_simulated("a Pool of more than 62 workers");
  const self = library_new(Ty.Pool);
  set_field(self, O_INQUEUE, new_pipe());
  set_field(self, O_OUTQUEUE, new_pipe());
  const workers = PyTuple_New(<u64>count);
  set_field(self, O_WORKERS, workers);
  for (let i: i64 = 0; i < count; i++) PyTuple_SET_ITEM(workers, i, new_worker(self, <u64>i));
  make_pool_threads();
  return self;
}

/** A worker, forked. In its own run this never returns. */
function new_worker(self: u64, index: u64): u64 {
  const op = new_process();
  Py_INCREF(self);
  set_field(op, P_TARGET, self);
  set_field(op, P_DAEMON, 1);
  set_field(op, P_NAME, own_name("PoolWorker", op));
  set_starting(index);
  start(op);
  return op;
}

export function pool_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  switch (number) {
    case MAP:
    case MAP_ASYNC:
      return map(self, args, kwargs, number === MAP);
    case APPLY:
    case APPLY_ASYNC:
      return apply(self, args, kwargs, number === APPLY);
    case GET:
      return get(self, args, kwargs);
    case WAIT:
      return wait(self);
    case JOIN:
      return join_workers(self);
    case IMAP:
      not_simulated("Pool.imap");
      return 0;
    default:
      return none_after(number === CLOSE ? close(self) : terminate_workers(self));
  }
}

function none_after(_done: bool): u64 {
  Py_INCREF(Py_None());
  return Py_None();
}

function is_running(self: u64, place: Place): bool {
  if (get_field(self, O_STATE) === RUNNING) return true;
  PyErr_SetString(Ty.AssertionError, "");
  raised_in(place);
  return false;
}

/** Pool.map(func, iterable, chunksize). */
function map(self: u64, args: u64, kwargs: u64, waits: bool): u64 {
  const name = waits ? "map" : "map_async";
  if (!bind(name, "func iterable chunksize", 2, 1, args, kwargs)) return 0;
  const func = bound(0);
  const given = bound(1);
  const chunk = bound(2);
  if (!is_running(self, Place.Pool_map_state)) return 0;
  let iterable = given;
  if (has_len(Py_TYPE(given))) Py_INCREF(given);
  else {
    iterable = PySequence_List(given);
    if (iterable === 0) {
      raised_in(Place.Pool_map_async_list);
      return raised_in(Place.Pool_map);
    }
  }
  const length = <u64>PyObject_Size(iterable);
  let size = (length + size_of(self) * TASKS_PER_WORKER - 1) / (size_of(self) * TASKS_PER_WORKER);
  if (chunk !== 0 && chunk !== Py_None()) size = <u64>PyInt_AS_LONG(chunk);
  const result = new_result(self, length, size);
  put_batches(self, func, iterable, length, size, result);
  Py_DECREF(iterable);
  return waits ? waited(result, Place.Pool_map) : result;
}

function new_result(self: u64, length: u64, chunk: u64): u64 {
  const result = library_new(Ty.AsyncResult);
  Py_INCREF(self);
  set_field(result, A_POOL, self);
  set_field(result, A_FIRST, get_field(self, O_TASKS));
  set_field(result, A_LENGTH, length);
  set_field(result, A_CHUNK, chunk);
  return result;
}

/** The task handler: each batch of items is one message. */
function put_batches(
  self: u64,
  func: u64,
  iterable: u64,
  length: u64,
  size: u64,
  result: u64,
): void {
  const items = PySequence_Tuple(iterable);
  for (let at: u64 = 0; at < length; at += size) {
    const count = size < length - at ? size : length - at;
    const batch = PyTuple_New(count);
    for (let i: u64 = 0; i < count; i++) {
      Py_INCREF(PyTuple_GET_ITEM(items, at + i));
      PyTuple_SET_ITEM(batch, i, PyTuple_GET_ITEM(items, at + i));
    }
    Py_INCREF(func);
    put_task(self, pair(func, batch), result);
  }
  Py_DECREF(items);
}

/** Sends a task, whose reference is taken over; one that cannot be pickled is the job's failure. */
function put_task(self: u64, task: u64, result: u64): void {
  const bytes = pickle(task);
  if (bytes > 0) {
    send(get_field(self, O_INQUEUE), get_field(self, O_TASKS), bytes + TASK_BYTES);
    set_field(self, O_TASKS, get_field(self, O_TASKS) + 1);
    set_field(result, A_COUNT, get_field(result, A_COUNT) + 1);
  } else {
    const error = caught();
    if (get_field(result, A_ERROR) === 0) set_field(result, A_ERROR, error);
    else Py_XDECREF(error);
  }
  Py_DECREF(task);
}

/** Pool.apply(func, args, kwds). */
function apply(self: u64, args: u64, kwargs: u64, waits: bool): u64 {
  if (!bind(waits ? "apply" : "apply_async", "func args kwds", 1, 1, args, kwargs)) return 0;
  const func = bound(0);
  const given = bound(1);
  const keywords = bound(2);
  if (!is_running(self, Place.Pool_apply_state)) return 0;
  const items = given === 0 ? PyTuple_New(0) : PySequence_Tuple(given);
  if (items === 0) return 0;
  const result = new_result(self, 0, 0);
  const task = PyTuple_New(3);
  Py_INCREF(func);
  PyTuple_SET_ITEM(task, 0, func);
  PyTuple_SET_ITEM(task, 1, items);
  if (keywords !== 0) Py_INCREF(keywords);
  PyTuple_SET_ITEM(task, 2, keywords === 0 ? PyDict_New() : keywords);
  put_task(self, task, result);
  return waits ? waited(result, Place.Pool_apply) : result;
}

/** result.get() for a caller of the library's own. */
function waited(result: u64, place: Place): u64 {
  const value = value_of(result);
  Py_DECREF(result);
  return value === 0 ? raised_in(place) : value;
}

function get(self: u64, args: u64, kwargs: u64): u64 {
  if (!bind("get", "timeout", 0, 1, args, kwargs)) return 0;
  if (bound(0) !== 0 && bound(0) !== Py_None()) not_simulated("waiting for a result with a limit");
  return value_of(self);
}

function wait(self: u64): u64 {
  const value = value_of(self);
  if (value !== 0) Py_DECREF(value);
  return none_after(true);
}

/** What the job came to: a new reference, or 0 with the exception that a worker met. */
function value_of(result: u64): u64 {
  if (get_field(result, A_ERROR) !== 0) return raise_value(get_field(result, A_ERROR));
  const pool = get_field(result, A_POOL);
  const first = get_field(result, A_FIRST);
  const mapped = get_field(result, A_CHUNK) > 0 || get_field(result, A_COUNT) === 0;
  const list = mapped ? PyList_New(0) : 0;
  for (let i: u64 = 0; i < get_field(result, A_COUNT); i++) {
    const part = receive(get_field(pool, O_OUTQUEUE), first + i);
    if (is_failure(part)) {
      raise_value(part);
      Py_DECREF(part);
      if (list !== 0) Py_DECREF(list);
      return 0;
    }
    const value = PyTuple_GET_ITEM(part, 1);
    if (!mapped) {
      Py_INCREF(value);
      Py_DECREF(part);
      return value;
    }
    for (let k: u64 = 0; k < PyList_GET_SIZE(value); k++) {
      PyList_Append(list, PyList_GET_ITEM(value, k));
    }
    Py_DECREF(part);
  }
  return list;
}

function is_failure(part: u64): bool {
  return PyTuple_GET_SIZE(part) === 1;
}

/** raise self._value. */
function raise_value(failure: u64): u64 {
  const value = PyTuple_GET_ITEM(failure, 0);
  const type = type_object(Py_TYPE(value));
  Py_INCREF(type);
  Py_INCREF(value);
  PyErr_Restore(type, value, 0);
  return raised_in(Place.ApplyResult_get);
}

function close(self: u64): bool {
  if (get_field(self, O_STATE) === RUNNING) {
    set_field(self, O_STATE, CLOSED);
    for (let i: u64 = 0; i < size_of(self); i++) send_none(self);
  }
  return true;
}

/** No more work: each worker gets one. */
function send_none(self: u64): void {
  message_begin();
  message_add(Token.NONE);
  send(get_field(self, O_INQUEUE), get_field(self, O_TASKS), 4);
  set_field(self, O_TASKS, get_field(self, O_TASKS) + 1);
}

function terminate_workers(self: u64): bool {
  set_field(self, O_STATE, TERMINATED);
  const workers = get_field(self, O_WORKERS);
  for (let i: u64 = 0; i < PyTuple_GET_SIZE(workers); i++) terminate(PyTuple_GET_ITEM(workers, i));
  return true;
}

function join_workers(self: u64): u64 {
  if (get_field(self, O_STATE) === RUNNING) {
    PyErr_SetString(Ty.AssertionError, "");
    return raised_in(Place.Pool_join_state);
  }
  const workers = get_field(self, O_WORKERS);
  for (let i: u64 = 0; i < PyTuple_GET_SIZE(workers); i++) join(PyTuple_GET_ITEM(workers, i));
  return none_after(true);
}
