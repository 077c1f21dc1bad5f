/**
 * Managers (Lib/multiprocessing/managers.py; spec 08 section 5): a server process holds lists and arrays,
 * proxies ask it for items. The server builds its own objects from the pickle it is sent. What an item is
 * stands in that message, so a request needs no second run of the server; its pickles are counted.
 */
import { Fn } from "../../abi/functions";
import { FactKind } from "../../abi/process";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { block_on, find_fact } from "../../base/facts";
import { at_pause } from "../../kernel/process";
import { allocate } from "../../base/memory";
import { text_add, text_add_i64, text_mark } from "../../base/text";
import { PyErr_Occurred, PyErr_SetString } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { PyIndex_Check, PyNumber_AsSsize_t } from "../../objects/abstract/number";
import { PySequence_List } from "../../objects/abstract/sequence";
import { PyInt_FromLong } from "../../objects/intobject/intobject";
import { PyList_STORE_ITEM } from "../../objects/listobject/access";
import { PyList_New } from "../../objects/listobject/listobject";
import { clamped } from "../../objects/listobject/slice";
import { METH_KEYWORDS, METH_NOARGS, METH_VARARGS, define_method } from "../../objects/methods";
import {
  Py_DECREF,
  Py_INCREF,
  Py_SIZE,
  Py_TYPE,
  get_field,
  set_field,
} from "../../objects/object/refcount";
import { Py_None } from "../../objects/singletons";
import {
  PyString_FromString,
  PyString_FromText,
  string_byte,
} from "../../objects/stringobject/stringobject";
import {
  PyTuple_GET_ITEM,
  PyTuple_New,
  PyTuple_SET_ITEM,
} from "../../objects/tupleobject/tupleobject";
import { array_new } from "../arraymodule";
import { bind, bound } from "./arguments";
import { message_head, new_pipe, receive, send } from "./connection";
import { import_managers } from "./launch";
import { Token, message_add, message_begin, message_length, message_words } from "./message";
import { MANAGERS } from "./numbers";
import { M_IDENT, M_SERVER, M_TYPECODE, P_NAME, P_TARGET, library_new } from "./objects";
import { pickle } from "./pickle";
import { new_process, start } from "./process";
import { current_pid } from "./system";

const MAKE_LIST: u32 = MANAGERS;
const MAKE_ARRAY: u32 = MANAGERS + 1;
const SHUTDOWN: u32 = MANAGERS + 2;
const CHANGE: u32 = MANAGERS + 3;
const OTHER: u32 = MANAGERS + 4;

const MANAGERS_MAX: u32 = 16;
const OBJECTS_MAX: u32 = 256;
/** Bytes of a request to create an object besides its sequence, and of the word that ends the server. */
const CREATE_BYTES: u64 = 120;
const SHUTDOWN_BYTES: u64 = 60;

/** A server that this process started. */
@unmanaged
class Server {
  pipe: u64;
  /** Messages sent to it. */
  sent: u64;
  owner: u64;
}

/** A shared object's message, as this process sent it. */
@unmanaged
class Shared {
  pipe: u64;
  ident: u64;
  words: u64;
}

const counts_at: usize = memory.data(8, 8);
const servers_at: usize = memory.data(24 * 16, 8);
const shared_at: usize = memory.data(24 * 256, 8);

export function managers_reset(): void {
  store<u64>(counts_at, 0);
}

function servers(): u32 {
  return load<u32>(counts_at);
}

function server(index: u32): Server {
  return changetype<Server>(servers_at + <usize>index * 24);
}

function shared(index: u32): Shared {
  return changetype<Shared>(shared_at + <usize>index * 24);
}

export function define_manager_methods(): void {
  const any = METH_VARARGS | METH_KEYWORDS;
  define_method(Ty.SyncManager, "list", any, MAKE_LIST);
  define_method(Ty.SyncManager, "Array", any, MAKE_ARRAY);
  define_method(Ty.SyncManager, "shutdown", METH_NOARGS, SHUTDOWN);
  define_method(Ty.SyncManager, "dict", any, OTHER);
  define_method(Ty.SyncManager, "Value", any, OTHER + 1);
  define_method(Ty.SyncManager, "Namespace", any, OTHER + 2);
  define_method(Ty.SyncManager, "Queue", any, OTHER + 3);
  define_method(Ty.SyncManager, "Lock", any, OTHER + 4);
  define_method(Ty.ListProxy, "append", any, CHANGE);
  define_method(Ty.ListProxy, "extend", any, CHANGE);
  define_method(Ty.ListProxy, "sort", any, CHANGE);
  define_method(Ty.ListProxy, "pop", any, CHANGE);
}

/** Manager(): the server is forked now. */
export function Manager_new(): u64 {
  import_managers();
  if (servers() >= MANAGERS_MAX) not_simulated("more than 16 managers");
  const self = library_new(Ty.SyncManager);
  set_field(self, M_SERVER, servers());
  const s = server(servers());
  store<u32>(counts_at, servers() + 1);
  s.pipe = new_pipe();
  s.sent = 0;
  s.owner = current_pid();
  const op = new_process();
  Py_INCREF(self);
  set_field(op, P_TARGET, self);
  const mark = text_mark();
  text_add("SyncManager-");
  text_add_i64(servers());
  set_field(op, P_NAME, PyString_FromText(mark));
  const started = start(op);
  Py_DECREF(op);
  return started ? self : 0;
}

/** The server: it makes what it is told to make, until it is told to end. */
export function serve(self: u64): void {
  const s = server(<u32>get_field(self, M_SERVER));
  for (let number: u64 = 0; ; number++) {
    const request = receive(s.pipe, number);
    if (request === Py_None()) {
      Py_DECREF(request);
      return;
    }
    // The object lives as long as the server does.
    const typecode = PyTuple_GET_ITEM(request, 0);
    if (typecode !== Py_None()) array_new(request, 0);
    else Py_INCREF(PyTuple_GET_ITEM(request, 1));
    Py_DECREF(request);
  }
}

export function manager_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  switch (number) {
    case MAKE_LIST: {
      if (!bind("list", "sequence", 0, 1, args, kwargs)) return 0;
      const items = bound(0) === 0 ? PyList_New(0) : PySequence_List(bound(0));
      return items === 0 ? 0 : create(self, 0, items);
    }
    case MAKE_ARRAY: {
      if (!bind("Array", "typecode sequence lock", 2, 1, args, kwargs)) return 0;
      const typecode = bound(0);
      if (Py_TYPE(typecode) !== Ty.str || Py_SIZE(typecode) !== 1) {
        not_simulated("a manager's array of this type");
      }
      const items = PySequence_List(bound(1));
      return items === 0 ? 0 : create(self, string_byte(typecode, 0), items);
    }
    case SHUTDOWN:
      shut_down(server(<u32>get_field(self, M_SERVER)));
      Py_INCREF(Py_None());
      return Py_None();
    case CHANGE:
      not_simulated("changing a manager's list");
      return 0;
    default:
      not_simulated(refused(number));
      return 0;
  }
}

/** The manager's method that makes what is not simulated. */
function refused(number: u32): string {
  switch (number - OTHER) {
    case 0:
      return "a manager's dict";
    case 1:
      return "a manager's Value";
    case 2:
      return "a manager's Namespace";
    case 3:
      return "a manager's Queue";
    default:
      return "a manager's Lock";
  }
}

/** Sends the items, whose list is taken over, to the server; the proxy. */
function create(self: u64, typecode: u64, items: u64): u64 {
  const s = server(<u32>get_field(self, M_SERVER));
  if (s.owner !== current_pid()) not_simulated("a manager used by two processes to make objects");
  const request = PyTuple_New(2);
  PyTuple_SET_ITEM(request, 0, typecode === 0 ? none() : code_string(typecode));
  PyTuple_SET_ITEM(request, 1, items);
  const bytes = pickle(request);
  Py_DECREF(request);
  if (bytes === 0) return 0;
  keep(s.pipe, s.sent);
  send(s.pipe, s.sent, bytes + CREATE_BYTES);
  const proxy = library_new(typecode === 0 ? Ty.ListProxy : Ty.ArrayProxy);
  set_field(proxy, M_SERVER, s.pipe);
  set_field(proxy, M_IDENT, s.sent);
  set_field(proxy, M_TYPECODE, typecode);
  s.sent += 1;
  return proxy;
}

function none(): u64 {
  Py_INCREF(Py_None());
  return Py_None();
}

function code_string(typecode: u64): u64 {
  return PyString_FromString(typecode === 0x69 ? "i" : typecode === 0x6c ? "l" : "?");
}

/** The message made last is what the object's items are read from. */
function keep(pipe: u64, ident: u64): void {
  const index = load<u32>(counts_at, 4);
  if (index >= OBJECTS_MAX) not_simulated("more than 256 objects of managers");
  store<u32>(counts_at, index + 1, 4);
  const count = message_length();
  const words = allocate(<usize>count * 8);
  memory.copy(words, message_words(), <usize>count * 8);
  shared(index).pipe = pipe;
  shared(index).ident = ident;
  shared(index).words = words;
}

/** The tokens of a proxy's list: where its LIST lies. */
function list_of(proxy: u64): usize {
  const pipe = get_field(proxy, M_SERVER);
  const ident = get_field(proxy, M_IDENT);
  let words: usize = 0;
  for (let i: u32 = 0; i < load<u32>(counts_at, 4); i++) {
    if (shared(i).pipe === pipe && shared(i).ident === ident) words = <usize>shared(i).words;
  }
  if (words === 0) {
    at_pause();
    words = find_fact(FactKind.MESSAGE, pipe, ident);
    if (words === 0) block_on(FactKind.MESSAGE, pipe, ident);
    words += message_head();
  }
  // TUPLE 2, then None or the typecode's STR of one byte.
  const is_list = <Token>(<i32>load<u64>(words, 16)) === Token.NONE;
  return words + (is_list ? 24 : 40);
}

export function proxy_length(proxy: u64): i64 {
  return <i64>load<u64>(list_of(proxy), 8);
}

/** One request: pickled, sent, answered (estimated). */
function request(): void {
  enter(Fn.connection_sendobj);
  retire(Seg.connection_sendobj__request_and_reply);
  leave();
}

/** Item `index`, which exists: a new reference. */
function item_of(proxy: u64, index: i64): u64 {
  request();
  let at = list_of(proxy) + 16;
  let left = index;
  while (true) {
    const token = <Token>(<i32>load<u64>(at));
    if (token === Token.INT) {
      if (left === 0) return PyInt_FromLong(load<i64>(at, 8));
      left -= 1;
      at += 16;
    } else if (token === Token.INTS) {
      const count = load<i64>(at, 16);
      if (left < count) return PyInt_FromLong(load<i64>(at, 8) + left);
      left -= count;
      at += 24;
    } else not_simulated("a manager's object with items that are no ints");
  }
}

export function proxy_item(proxy: u64, index: i64): u64 {
  if (index >= 0 && index < proxy_length(proxy)) return item_of(proxy, index);
  request();
  const array = Py_TYPE(proxy) === Ty.ArrayProxy;
  PyErr_SetString(Ty.IndexError, array ? "array index out of range" : "list index out of range");
  return 0;
}

export function proxy_subscript(proxy: u64, key: u64): u64 {
  if (!PyIndex_Check(key)) not_simulated("this subscript of a manager's object");
  const index = PyNumber_AsSsize_t(key, Ty.IndexError);
  if (index === -1 && PyErr_Occurred()) return 0;
  return proxy_item(proxy, index < 0 ? index + proxy_length(proxy) : index);
}

/** proxy[low:high]: one request for a copy; of an array an array. */
export function proxy_slice(proxy: u64, low: i64, high: i64): u64 {
  const from = clamped(low, 0, proxy_length(proxy));
  const count = clamped(high, from, proxy_length(proxy)) - from;
  const list = PyList_New(<u64>count);
  for (let i: i64 = 0; i < count; i++) {
    PyList_STORE_ITEM(list, <u64>i, item_of(proxy, from + i));
  }
  if (Py_TYPE(proxy) === Ty.ListProxy) return list;
  const args = PyTuple_New(2);
  PyTuple_SET_ITEM(args, 0, code_string(get_field(proxy, M_TYPECODE)));
  PyTuple_SET_ITEM(args, 1, list);
  const result = array_new(args, 0);
  Py_DECREF(args);
  return result;
}

function shut_down(s: Server): void {
  if (s.owner !== current_pid()) return;
  s.owner = 0;
  message_begin();
  message_add(Token.NONE);
  send(s.pipe, s.sent, SHUTDOWN_BYTES);
}

/** The process ends: its servers end, too. */
export function end_managers(): void {
  for (let i: u32 = 0; i < servers(); i++) shut_down(server(i));
}
