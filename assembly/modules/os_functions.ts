/**
 * Processes of the module os (Modules/posixmodule.c): fork, wait, waitpid, _exit, getpid, getppid. What they
 * do is the kernel's (kernel/process.ts).
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { text_add, text_mark } from "../base/text";
import { write_born_pages } from "../kernel/born";
import {
  ANY_CHILD,
  EAGAIN,
  ECHILD,
  sys_exit_group,
  sys_fork,
  sys_getpid,
  sys_getppid,
  sys_wait,
  wait_status,
} from "../kernel/process";
import { forked_child } from "./multiprocessing/launch";
import { enter, leave, retire } from "../meter/ledger";
import { PyErr_SetObject } from "../interp/errors";
import { parse_tuple, parsed_long } from "../interp/parse_tuple";
import { PyInt_FromLong } from "../objects/intobject/intobject";
import { Py_DECREF } from "../objects/object/refcount";
import { PyString_FromText } from "../objects/stringobject/stringobject";
import { PyTuple_New, PyTuple_SET_ITEM } from "../objects/tupleobject/tupleobject";

/** waitpid's option: return at once. */
export const WNOHANG: i64 = 1;

/** What the C library says about an error number that these functions meet. */
function strerror(number: i64): string {
  if (number === ECHILD) return "No child processes";
  return number === EAGAIN ? "Resource temporarily unavailable" : "Unknown error";
}

/** OSError(errno, text). */
export function posix_error(number: i64): u64 {
  enter(Fn.posix_error);
  retire(Seg.posix_error__call);
  enter(Fn.PyErr_SetFromErrno);
  retire(Seg.PyErr_SetFromErrno__make);
  const mark = text_mark();
  text_add(strerror(number));
  const pair = pair_of(PyInt_FromLong(number), PyString_FromText(mark));
  PyErr_SetObject(Ty.OSError, pair);
  Py_DECREF(pair);
  leave();
  leave();
  return 0;
}

/** A tuple that takes the two references over. */
function pair_of(first: u64, second: u64): u64 {
  const pair = PyTuple_New(2);
  PyTuple_SET_ITEM(pair, 0, first);
  PyTuple_SET_ITEM(pair, 1, second);
  return pair;
}

export function posix_fork(): u64 {
  enter(Fn.posix_fork);
  retire(Seg.posix_fork__call);
  const pid = sys_fork();
  if (pid === 0) {
    enter(Fn.PyOS_AfterFork);
    retire(Seg.PyOS_AfterFork__reinit);
    leave();
    forked_child();
  }
  const result = pid < 0 ? posix_error(-pid) : PyInt_FromLong(pid);
  // At the child's very first instant it has written nothing.
  if (pid === 0) write_born_pages();
  leave();
  return result;
}

export function posix__exit(args: u64): u64 {
  enter(Fn.posix__exit);
  retire(Seg.posix__exit__call);
  if (parse_tuple(args, "i:_exit")) sys_exit_group(<i32>parsed_long(0, 1, 0));
  leave();
  return 0;
}

/** (pid, status) of the child that ended. */
function waited(pid: i64): u64 {
  if (pid < 0) return posix_error(-pid);
  const status = pid === 0 ? 0 : wait_status();
  return pair_of(PyInt_FromLong(pid), PyInt_FromLong(status));
}

export function posix_wait(): u64 {
  enter(Fn.posix_wait);
  retire(Seg.posix_wait__call);
  const result = waited(sys_wait(ANY_CHILD, true));
  leave();
  return result;
}

export function posix_waitpid(args: u64): u64 {
  enter(Fn.posix_waitpid);
  retire(Seg.posix_waitpid__call);
  let result: u64 = 0;
  if (parse_tuple(args, "ii:waitpid")) {
    const pid = parsed_long(0, 2, ANY_CHILD);
    // 0 and numbers below -1 name process groups: all processes of the machine are one.
    const wanted = pid > 0 ? pid : ANY_CHILD;
    result = waited(sys_wait(wanted, (parsed_long(1, 2, 0) & WNOHANG) === 0));
  }
  leave();
  return result;
}

export function posix_getpid(): u64 {
  enter(Fn.posix_getpid);
  retire(Seg.posix_getpid__call);
  const result = PyInt_FromLong(sys_getpid());
  leave();
  return result;
}

export function posix_getppid(): u64 {
  enter(Fn.posix_getppid);
  retire(Seg.posix_getppid__call);
  const result = PyInt_FromLong(sys_getppid());
  leave();
  return result;
}
