/** Attributes, repr and state of Process objects (Lib/multiprocessing/process.py). */
import { Ty } from "../../abi/types";
import { text_add, text_add_i64, text_mark } from "../../base/text";
import { PyErr_SetString } from "../../interp/errors";
import { PyInt_FromLong } from "../../objects/intobject/intobject";
import { PyList_Append } from "../../objects/listobject/access";
import { PyList_New } from "../../objects/listobject/listobject";
import {
  Py_DECREF,
  Py_INCREF,
  Py_TYPE,
  Py_XINCREF,
  get_field,
  set_field,
} from "../../objects/object/refcount";
import { Setting } from "../../objects/object/setting";
import { PyObject_IsTrue } from "../../objects/object/truth";
import { Py_False, Py_None, Py_True } from "../../objects/singletons";
import { PyString_FromText, text_add_string } from "../../objects/stringobject/stringobject";
import { string_is } from "../../objects/stringobject/text";
import { child, current, discard_child } from "./current";
import { Place, raised_in } from "./library_code";
import { P_DAEMON, P_EXIT, P_EXIT_BIAS, P_NAME, P_NUMBER, P_PARENT, P_PID } from "./objects";
import { current_pid, poll_child, wait_child } from "./system";

const SIGTERM: i64 = 15;

/** An AssertionError of the library. */
export function assertion(message: string, place: Place): bool {
  PyErr_SetString(Ty.AssertionError, message);
  raised_in(place);
  return false;
}

/** Popen.poll(): the exit code plus P_EXIT_BIAS if the child has ended by now, else 0. */
export function poll(self: u64): u64 {
  const known = get_field(self, P_EXIT);
  if (known !== 0 || get_field(self, P_PID) === 0) return known;
  if (!poll_child(get_field(self, P_PID))) return 0;
  set_field(self, P_EXIT, P_EXIT_BIAS + wait_child(get_field(self, P_PID)));
  return get_field(self, P_EXIT);
}

export function process_getattr(self: u64, name: u64): u64 {
  let found: u64 = 0;
  if (string_is(name, "name")) found = get_field(self, P_NAME);
  else if (string_is(name, "daemon")) {
    found = get_field(self, P_DAEMON) !== 0 ? Py_True() : Py_False();
  } else if (string_is(name, "pid") || string_is(name, "ident")) {
    if (self === current().object) return PyInt_FromLong(current_pid());
    if (get_field(self, P_PID) !== 0) return PyInt_FromLong(get_field(self, P_PID));
    found = Py_None();
  } else if (string_is(name, "exitcode")) {
    const code = poll(self);
    if (code !== 0) return PyInt_FromLong(<i64>code - <i64>P_EXIT_BIAS);
    found = Py_None();
  }
  Py_XINCREF(found);
  return found;
}

export function process_setattr(self: u64, name: u64, value: u64): Setting {
  const named = string_is(name, "name");
  if (!named && !string_is(name, "daemon")) return Setting.ABSENT;
  if (value === 0) {
    PyErr_SetString(Ty.AttributeError, "can't delete attribute");
    return Setting.FAILED;
  }
  if (named) {
    if (Py_TYPE(value) !== Ty.str) {
      assertion("name must be a string", Place.Process_name_type);
      return Setting.FAILED;
    }
    Py_INCREF(value);
    Py_DECREF(get_field(self, P_NAME));
    set_field(self, P_NAME, value);
    return Setting.DONE;
  }
  if (get_field(self, P_PID) !== 0) {
    assertion("process has already started", Place.Process_daemon_started);
    return Setting.FAILED;
  }
  set_field(self, P_DAEMON, PyObject_IsTrue(value) === 1 ? 1 : 0);
  return Setting.DONE;
}

/** <Process(Process-1, initial)>, <Process(Process-1, stopped[3] daemon)>. */
export function process_repr(self: u64): u64 {
  const mark = text_mark();
  text_add(get_field(self, P_NUMBER) === 0 ? "<_MainProcess(" : "<Process(");
  text_add_string(get_field(self, P_NAME));
  text_add(", ");
  if (self === current().object) text_add("started");
  else if (get_field(self, P_PARENT) !== current_pid()) text_add("unknown");
  else if (get_field(self, P_PID) === 0) text_add("initial");
  else {
    const code = poll(self);
    if (code === 0) text_add("started");
    else text_add_stopped(<i64>code - <i64>P_EXIT_BIAS);
  }
  if (get_field(self, P_DAEMON) !== 0) text_add(" daemon");
  text_add(")>");
  return PyString_FromText(mark);
}

function text_add_stopped(code: i64): void {
  text_add("stopped");
  if (code === 0) return;
  text_add("[");
  if (code === -SIGTERM) text_add("SIGTERM");
  else text_add_i64(code);
  text_add("]");
}

/** active_children(): a new list of those that have not ended by now. */
export function active_children(): u64 {
  let i: u32 = 0;
  while (i < current().children) {
    const each = child(i);
    if (poll(each) !== 0) discard_child(each);
    else i += 1;
  }
  const list = PyList_New(0);
  for (let k: u32 = 0; k < current().children; k++) {
    PyList_Append(list, child(k));
  }
  return list;
}
