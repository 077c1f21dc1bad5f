/**
 * What the module process knows about the running process (process._current_process): its Process object,
 * the children it made, and the counts that make its name.
 */
import { Ty } from "../../abi/types";
import { text_add, text_add_i64, text_mark } from "../../base/text";
import { main_dict } from "../../interp/startup";
import { Py_DECREF, Py_INCREF, get_field, set_field } from "../../objects/object/refcount";
import { PyString_FromString, PyString_FromText } from "../../objects/stringobject/stringobject";
import { P_DAEMON, P_NAME, P_NUMBER, P_PARENT, library_new } from "./objects";

const DEPTH_MAX: u32 = 64;
const CHILDREN_MAX: u32 = 4096;

/** What the module knows about the running process (process._current_process). */
@unmanaged
class Current {
  /** Its Process object, 0 for the first process until it is asked for. */
  object: u64;
  /** Children that it has made so far. */
  made: u64;
  /** Process objects in _children, each held. */
  children: u32;
  /** How many counts lead here: the process's identity. */
  depth: u32;
  daemon: u32;
}

const current_at: usize = memory.data(32, 8);
const identity_at: usize = memory.data(8 * 64, 8);
const children_at: usize = memory.data(8 * 4096, 8);

export function current(): Current {
  return changetype<Current>(current_at);
}

export function multiprocessing_process_reset(): void {
  memory.fill(current_at, 0, 32);
}

/** The child of a fork becomes the process that `self` stands for. */
export function become(self: u64): void {
  const c = current();
  if (c.depth < DEPTH_MAX) {
    store<u64>(identity_at + ((<usize>c.depth) << 3), get_field(self, P_NUMBER));
    c.depth += 1;
  }
  c.object = self;
  c.made = 0;
  c.children = 0;
  c.daemon = <u32>get_field(self, P_DAEMON);
}

/** Process-1, and of a child's children Process-1:2. */
export function own_name(before: string, op: u64): u64 {
  const mark = text_mark();
  text_add(before);
  text_add("-");
  for (let i: u32 = 0; i < current().depth; i++) {
    text_add_i64(load<i64>(identity_at + ((<usize>i) << 3)));
    text_add(":");
  }
  text_add_i64(get_field(op, P_NUMBER));
  return PyString_FromText(mark);
}

function child_place(index: u32): usize {
  return children_at + ((<usize>index) << 3);
}

export function add_child(self: u64): void {
  if (current().children >= CHILDREN_MAX) return;
  Py_INCREF(self);
  store<u64>(child_place(current().children), self);
  current().children += 1;
}

/** The process is no child any more: it was waited for. */
export function discard_child(self: u64): void {
  for (let i: u32 = 0; i < current().children; i++) {
    if (load<u64>(child_place(i)) !== self) continue;
    current().children -= 1;
    for (let k = i; k < current().children; k++) {
      store<u64>(child_place(k), load<u64>(child_place(k + 1)));
    }
    Py_DECREF(self);
    return;
  }
}

/** Child `index` of those that are started and not waited for; borrowed. */
export function child(index: u32): u64 {
  return load<u64>(child_place(index));
}

/** current_process(): a new reference. */
export function current_process(): u64 {
  if (current().object === 0) {
    const op = library_new(Ty.Process);
    set_field(op, P_NAME, PyString_FromString("MainProcess"));
    set_field(op, P_PARENT, 0);
    current().object = op;
  }
  Py_INCREF(current().object);
  return current().object;
}

/** The program's own names: what functions in messages are looked up in; borrowed. */
export function main_names(): u64 {
  return main_dict();
}
