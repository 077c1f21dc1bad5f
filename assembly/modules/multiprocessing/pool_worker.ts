/** The workers of a pool (Lib/multiprocessing/pool.py: worker, mapstar; spec 08 section 2). */
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { PyErr_Fetch, PyErr_NormalizeException, PyErr_Restore } from "../../interp/errors";
import { PyObject_Call } from "../../objects/abstract/call";
import { PyList_Append } from "../../objects/listobject/access";
import { PyList_New } from "../../objects/listobject/listobject";
import {
  Py_DECREF,
  Py_INCREF,
  Py_TYPE,
  Py_XDECREF,
  get_field,
} from "../../objects/object/refcount";
import { Py_None, Py_True } from "../../objects/singletons";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  PyTuple_New,
  PyTuple_SET_ITEM,
} from "../../objects/tupleobject/tupleobject";
import { is_subtype } from "../../objects/types";
import { receive, send } from "./connection";
import { at_task, keeps_last_task } from "./launch";
import { O_INQUEUE, O_OUTQUEUE, O_WORKERS } from "./objects";
import { pickle } from "./pickle";

/** What a result's pickle has besides the value: numbers and tuples (measured). */
const RESULT_BYTES: u64 = 11;

/** The worker that is being started: its place in the pool. */
const starting_at: usize = memory.data(8, 8);

export function set_starting(index: u64): void {
  store<u64>(starting_at, index);
}

/** How many workers the pool has, in the pool's own words: some may not be started yet. */
export function size_of(self: u64): u64 {
  return PyTuple_GET_SIZE(get_field(self, O_WORKERS));
}

/** The worker's loop: tasks until there is None. */
export function worker(self: u64): void {
  const step = size_of(self);
  let kept: u64 = 0;
  for (let number = load<u64>(starting_at); ; number += step) {
    const task = receive(get_field(self, O_INQUEUE), number);
    // 2.7.12 lets go of the last task and its result only when the next one is there.
    Py_XDECREF(kept);
    if (task === Py_None()) {
      Py_DECREF(task);
      return;
    }
    at_task();
    const result = perform(task);
    // What is no Exception, as SystemExit, ends the worker.
    if (result === 0) return;
    send_result(self, number, result);
    if (keeps_last_task()) kept = pair(task, result);
    else {
      Py_DECREF(task);
      Py_DECREF(result);
      kept = 0;
    }
  }
}

/** A tuple that takes two references over. */
export function pair(first: u64, second: u64): u64 {
  const op = PyTuple_New(2);
  PyTuple_SET_ITEM(op, 0, first);
  PyTuple_SET_ITEM(op, 1, second);
  return op;
}

/** Calls what the task says: (function, items) of map, (function, args, kwargs) of apply. */
function perform(task: u64): u64 {
  const func = PyTuple_GET_ITEM(task, 0);
  const items = PyTuple_GET_ITEM(task, 1);
  let value: u64;
  if (PyTuple_GET_SIZE(task) === 3) value = PyObject_Call(func, items, PyTuple_GET_ITEM(task, 2));
  else value = mapstar(func, items);
  if (value === 0) return caught();
  Py_INCREF(Py_True());
  return pair(Py_True(), value);
}

function mapstar(func: u64, items: u64): u64 {
  const list = PyList_New(0);
  for (let i: u64 = 0; i < PyTuple_GET_SIZE(items); i++) {
    const args = PyTuple_New(1);
    Py_INCREF(PyTuple_GET_ITEM(items, i));
    PyTuple_SET_ITEM(args, 0, PyTuple_GET_ITEM(items, i));
    const result = PyObject_Call(func, args, 0);
    Py_DECREF(args);
    if (result === 0) {
      Py_DECREF(list);
      return 0;
    }
    PyList_Append(list, result);
    Py_DECREF(result);
  }
  return list;
}

const triple_at: usize = memory.data(24, 8);

/** The exception on its way, as a tuple of it: what marks a result as a failure. SystemExit goes on. */
export function caught(): u64 {
  PyErr_Fetch(triple_at);
  PyErr_NormalizeException(triple_at);
  const value = load<u64>(triple_at, 8);
  if (!is_subtype(Py_TYPE(value), Ty.Exception)) {
    PyErr_Restore(load<u64>(triple_at), value, load<u64>(triple_at, 16));
    return 0;
  }
  Py_XDECREF(load<u64>(triple_at));
  Py_XDECREF(load<u64>(triple_at, 16));
  const op = PyTuple_New(1);
  PyTuple_SET_ITEM(op, 0, value);
  return op;
}

function send_result(self: u64, number: u64, result: u64): void {
  const bytes = pickle(result);
  if (bytes === 0) not_simulated("a result that cannot be pickled");
  send(get_field(self, O_OUTQUEUE), number, bytes + RESULT_BYTES);
}
