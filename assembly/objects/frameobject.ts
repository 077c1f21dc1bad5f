/**
 * Frames (Objects/frameobject.c, CPython 2.7; spec 03 section 3).
 *
 *   frame -> header, ob_size, f_back, f_code, f_builtins, f_globals, f_locals, f_valuestack,
 *            f_stacktop, f_trace, f_exc_type, f_exc_value, f_exc_traceback, f_tstate,
 *            f_lasti and f_lineno, f_iblock and 20 block entries of 12 bytes,
 *            f_localsplus: locals, then the value stack
 *
 * A dead frame stays with its code object (co_zombieframe) or joins a free list of up to 200.
 */
import { trashcan_begin, trashcan_end } from "./object/trashcan";
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { not_simulated } from "../base/fault";
import { tstate } from "../interp/errors";
import { load64, store64 } from "../kernel/words";
import { enter, leave, retire, retire_table } from "../meter/ledger";
import { first_turns, later_turns } from "../meter/turns";
import {
  PyObject_GC_Del,
  PyObject_GC_UnTrack,
  _PyObject_GC_NewVar,
  _PyObject_GC_Resize,
  _PyObject_GC_TRACK,
} from "../modules/gcmodule/gcmodule";
import {
  CO_NEWLOCALS,
  CO_OPTIMIZED,
  CO_ZOMBIEFRAME,
  PyCode_Addr2Line,
  co_flags,
  co_nlocals,
  co_stacksize,
} from "./codeobject";
import { PyDict_GetItem, PyDict_New } from "./dictobject/dictobject";
import { PyModule_GetDict } from "./moduleobject";
import { PyString_InternFromString } from "./stringobject/stringobject";
import { PyInt_FromLong } from "./intobject/intobject";
import {
  PyObject_INIT,
  PyObject_INIT_VAR,
  Py_DECREF,
  Py_INCREF,
  Py_SIZE,
  Py_XDECREF,
  Py_XINCREF,
  field,
  get_field,
  head_bytes,
  set_field,
} from "./object/refcount";
import { Py_None } from "./singletons";
import { string_is } from "./stringobject/text";

export const F_BACK: u64 = 1;
export const F_CODE: u64 = 2;
export const F_BUILTINS: u64 = 3;
export const F_GLOBALS: u64 = 4;
export const F_LOCALS: u64 = 5;
const F_VALUESTACK: u64 = 6;
const F_STACKTOP: u64 = 7;
const F_TRACE: u64 = 8;
export const F_EXC_TYPE: u64 = 9;
export const F_EXC_VALUE: u64 = 10;
export const F_EXC_TRACEBACK: u64 = 11;
const F_TSTATE: u64 = 12;
/** f_lasti in the lower half, f_lineno in the upper one. */
const F_LASTI: u64 = 13;
/** f_iblock in the lower half; block entries follow from the upper half on. */
const F_IBLOCK: u64 = 14;
/** Bytes from the object to f_localsplus, without the links of a pydebug build. */
const LOCALSPLUS: u64 = 45;
/** sizeof(PyFrameObject): one item of f_localsplus is part of it. */
const BASIC_FIELDS: u64 = 46;
const MAXFREEFRAMES: u32 = 200;

@unmanaged
class FreeFrames {
  head: u64;
  numfree: u32;
}

const free_at: usize = memory.data(16, 8);

function free_list(): FreeFrames {
  return changetype<FreeFrames>(free_at);
}

export function frameobject_reset(): void {
  free_list().head = 0;
  free_list().numfree = 0;
}

/** The address of local variable or stack slot `index`. */
export function localsplus(frame: u64): u64 {
  return field(frame, LOCALSPLUS);
}

export function f_lasti(frame: u64): i32 {
  return <i32>get_field(frame, F_LASTI);
}

/** f_lasti and f_lineno. */
export function set_lasti(frame: u64, lasti: i32): void {
  const line = get_field(frame, F_LASTI) & 0xffffffff00000000;
  set_field(frame, F_LASTI, line | <u64>(<u32>lasti));
}

export function f_iblock(frame: u64): u32 {
  return <u32>get_field(frame, F_IBLOCK);
}

export function set_iblock(frame: u64, count: u32): void {
  set_field(frame, F_IBLOCK, (get_field(frame, F_IBLOCK) & 0xffffffff00000000) | <u64>count);
}

/** One of the three ints of block entry `index`: 0 b_type, 1 b_handler, 2 b_level. */
export function block_part(frame: u64, index: u32, part: u32): u32 {
  const at = field(frame, F_IBLOCK) + 4 + <u64>(index * 12 + part * 4);
  const word = load64(at & ~7);
  return <u32>((at & 4) === 0 ? word : word >> 32);
}

export function set_block_part(frame: u64, index: u32, part: u32, value: u32): void {
  const at = field(frame, F_IBLOCK) + 4 + <u64>(index * 12 + part * 4);
  const word = load64(at & ~7);
  const upper = (at & 4) !== 0;
  const kept = upper ? word & 0xffffffff : word & 0xffffffff00000000;
  store64(at & ~7, kept | (upper ? (<u64>value) << 32 : <u64>value));
}

/** A frame for `code`; `locals` may be 0. The globals say which built-ins it sees. */
export function PyFrame_New(code: u64, globals: u64, locals: u64): u64 {
  enter(Fn.PyFrame_New);
  const back = tstate().frame;
  const builtins = builtins_of(back, globals);
  const zombie = get_field(code, CO_ZOMBIEFRAME);
  const extras = <u64>co_stacksize(code) + <u64>co_nlocals(code);
  let frame: u64;
  if (zombie !== 0) {
    retire(Seg.PyFrame_New__zombie);
    frame = zombie;
    set_field(code, CO_ZOMBIEFRAME, 0);
    PyObject_INIT(frame, Ty.frame);
  } else {
    frame = allocate_frame(extras);
    prepare(frame, code, extras);
  }
  Py_INCREF(builtins);
  set_field(frame, F_STACKTOP, localsplus(frame) + <u64>co_nlocals(code) * 8);
  set_field(frame, F_BUILTINS, builtins);
  Py_XINCREF(back);
  set_field(frame, F_BACK, back);
  Py_INCREF(code);
  Py_INCREF(globals);
  set_field(frame, F_GLOBALS, globals);
  set_field(frame, F_LOCALS, locals_for(code, globals, locals));
  set_field(frame, F_TSTATE, 0);
  set_field(frame, F_LASTI, 0xffffffff);
  set_field(frame, F_IBLOCK, get_field(frame, F_IBLOCK) & 0xffffffff00000000);
  retire(Seg.PyFrame_New__track);
  _PyObject_GC_TRACK(frame);
  leave();
  return frame;
}

/** The built-ins of the frame below where it has the same globals, else what the globals name. */
function builtins_of(back: u64, globals: u64): u64 {
  if (back !== 0 && get_field(back, F_GLOBALS) === globals) {
    retire(Seg.PyFrame_New__builtins_of_back);
    return get_field(back, F_BUILTINS);
  }
  retire(Seg.PyFrame_New__builtins_of_globals);
  return PyModule_GetDict(PyDict_GetItem(globals, load<u64>(builtin_object_at)));
}

/** The interned name of the built-ins, which the first frame of the process made. */
const builtin_object_at: usize = memory.data(8, 8);

export function frameobject_start(): void {
  store<u64>(builtin_object_at, PyString_InternFromString("__builtins__"));
}

function allocate_frame(extras: u64): u64 {
  const free = free_list();
  const bytes = head_bytes() + (BASIC_FIELDS + extras) * 8;
  if (free.head === 0) {
    retire(Seg.PyFrame_New__allocate);
    return _PyObject_GC_NewVar(Ty.frame, bytes, extras);
  }
  const frame = free.head;
  free.head = get_field(frame, F_BACK);
  free.numfree -= 1;
  if (Py_SIZE(frame) < extras) {
    retire(Seg.PyFrame_New__resize);
    const larger = _PyObject_GC_Resize(frame, bytes);
    PyObject_INIT_VAR(larger, Ty.frame, extras);
    return larger;
  }
  retire(Seg.PyFrame_New__reuse);
  PyObject_INIT(frame, Ty.frame);
  return frame;
}

/** What a frame that comes from no zombie needs: its code, cleared locals, no trace and exception. */
function prepare(frame: u64, code: u64, extras: u64): void {
  retire(Seg.PyFrame_New__prepare);
  set_field(frame, F_CODE, code);
  set_field(frame, F_VALUESTACK, localsplus(frame) + <u64>co_nlocals(code) * 8);
  for (let i: u64 = 0; i < extras; i++) store64(localsplus(frame) + i * 8, 0);
  retire_table(Seg.PyFrame_New__clear_slots, first_turns(extras));
  retire(Seg.PyFrame_New__clear_slot, later_turns(extras));
  set_field(frame, F_LOCALS, 0);
  set_field(frame, F_TRACE, 0);
  set_field(frame, F_EXC_TYPE, 0);
  set_field(frame, F_EXC_VALUE, 0);
  set_field(frame, F_EXC_TRACEBACK, 0);
  for (let i: u64 = F_IBLOCK; i < LOCALSPLUS; i++) set_field(frame, i, 0);
}

/** f_locals: none for a function, the module's dictionary for a module. */
function locals_for(code: u64, globals: u64, locals: u64): u64 {
  const flags = co_flags(code) & (CO_OPTIMIZED | CO_NEWLOCALS);
  if (flags === (CO_OPTIMIZED | CO_NEWLOCALS)) {
    retire(Seg.PyFrame_New__no_locals);
    return 0;
  }
  if ((flags & CO_NEWLOCALS) !== 0) {
    retire(Seg.PyFrame_New__new_locals);
    return PyDict_New();
  }
  retire(Seg.PyFrame_New__given_locals);
  const chosen = locals !== 0 ? locals : globals;
  Py_INCREF(chosen);
  return chosen;
}

/** Drops locals and what is left on the stack, then parks the frame. */
export function frame_dealloc(frame: u64): void {
  enter(Fn.frame_dealloc);
  retire(Seg.frame_dealloc__begin);
  PyObject_GC_UnTrack(frame);
  if (!trashcan_begin(frame)) {
    leave();
    return;
  }
  const code = get_field(frame, F_CODE);
  const locals = <u64>co_nlocals(code);
  for (let i: u64 = 0; i < locals; i++) clear_slot(localsplus(frame) + i * 8);
  retire_table(Seg.frame_dealloc__locals, first_turns(locals));
  retire(Seg.frame_dealloc__local, later_turns(locals));
  const top = get_field(frame, F_STACKTOP);
  for (let at = get_field(frame, F_VALUESTACK); at < top; at += 8) Py_XDECREF(load64(at));
  Py_XDECREF(get_field(frame, F_BACK));
  Py_DECREF(get_field(frame, F_BUILTINS));
  Py_DECREF(get_field(frame, F_GLOBALS));
  clear_slot(field(frame, F_LOCALS));
  clear_slot(field(frame, F_TRACE));
  clear_slot(field(frame, F_EXC_TYPE));
  clear_slot(field(frame, F_EXC_VALUE));
  clear_slot(field(frame, F_EXC_TRACEBACK));
  park(frame, code);
  Py_DECREF(code);
  trashcan_end();
  leave();
}

/** Py_CLEAR. */
function clear_slot(at: u64): void {
  const old = load64(at);
  if (old === 0) return;
  store64(at, 0);
  Py_DECREF(old);
}

function park(frame: u64, code: u64): void {
  const free = free_list();
  if (get_field(code, CO_ZOMBIEFRAME) === 0) {
    retire(Seg.frame_dealloc__zombie);
    set_field(code, CO_ZOMBIEFRAME, frame);
  } else if (free.numfree < MAXFREEFRAMES) {
    retire(Seg.frame_dealloc__to_free_list);
    free.numfree += 1;
    set_field(frame, F_BACK, free.head);
    free.head = frame;
  } else {
    retire(Seg.frame_dealloc__delete);
    PyObject_GC_Del(frame);
  }
}

/** The zombie frame of a dying code object. */
export function frame_delete(frame: u64): void {
  PyObject_GC_Del(frame);
}

/** While a frame runs its stack has no top that others may see. */
export function set_running(frame: u64): u64 {
  const top = get_field(frame, F_STACKTOP);
  set_field(frame, F_STACKTOP, 0);
  return top;
}

/** PyFrame_ClearFreeList, called by a full collection. */
export function PyFrame_ClearFreeList(): void {
  enter(Fn.PyFrame_ClearFreeList);
  retire(Seg.PyFrame_ClearFreeList__begin);
  while (free_list().head !== 0) {
    const frame = free_list().head;
    free_list().head = get_field(frame, F_BACK);
    free_list().numfree -= 1;
    retire(Seg.PyFrame_ClearFreeList__frame);
    PyObject_GC_Del(frame);
  }
  leave();
}

/** f_valuestack: where the stack begins. */
export function f_valuestack(frame: u64): u64 {
  return get_field(frame, F_VALUESTACK);
}

/** f.f_code, f.f_back, f.f_globals, f.f_lineno ...: a new reference, or 0 for another name. */
export function frame_getattr(frame: u64, name: u64): u64 {
  if (string_is(name, "f_lineno")) {
    return PyInt_FromLong(PyCode_Addr2Line(get_field(frame, F_CODE), <u32>f_lasti(frame)));
  }
  if (string_is(name, "f_lasti")) return PyInt_FromLong(f_lasti(frame));
  let found: u64 = 0;
  if (string_is(name, "f_code")) found = get_field(frame, F_CODE);
  else if (string_is(name, "f_globals")) found = get_field(frame, F_GLOBALS);
  else if (string_is(name, "f_builtins")) found = get_field(frame, F_BUILTINS);
  else if (string_is(name, "f_back")) {
    found = get_field(frame, F_BACK);
    if (found === 0) found = Py_None();
  } else if (string_is(name, "f_locals")) not_simulated("f_locals of a frame");
  Py_XINCREF(found);
  return found;
}
