/**
 * Tracebacks (Python/traceback.c) and the report of an exception that nobody catches
 * (Python/pythonrun.c: PyErr_Print).
 *
 *   traceback -> header, tb_next, tb_frame, tb_lasti and tb_lineno
 */
import { trashcan_begin, trashcan_end } from "../objects/object/trashcan";
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import {
  text_add,
  text_add_byte,
  text_add_i64,
  text_bytes,
  text_drop,
  text_length,
  text_mark,
} from "../base/text";
import { Table, table_add, table_at, table_init } from "../base/memory";
import { console_write } from "../events/console";
import { enter, leave, retire } from "../meter/ledger";
import {
  PyObject_GC_Del,
  PyObject_GC_UnTrack,
  _PyObject_GC_New,
  _PyObject_GC_TRACK,
} from "../modules/gcmodule/gcmodule";
import { CO_FILENAME, CO_NAME, PyCode_Addr2Line } from "../objects/codeobject";
import { is_exception_class } from "../objects/exceptions";
import { PyInt_FromLong } from "../objects/intobject/intobject";
import { F_CODE, f_lasti } from "../objects/frameobject";
import {
  Py_DECREF,
  Py_INCREF,
  Py_SIZE,
  Py_XDECREF,
  get_field,
  head_bytes,
  set_field,
} from "../objects/object/refcount";
import { PyObject_Str } from "../objects/object/repr";
import { Py_None } from "../objects/singletons";
import { text_add_string } from "../objects/stringobject/stringobject";
import { string_is } from "../objects/stringobject/text";
import { short_type_name, type_at } from "../objects/types";
import { tstate } from "./errors";
import { source_line } from "./load_program";

const TB_NEXT: u64 = 0;
const TB_FRAME: u64 = 1;
const TB_LASTI: u64 = 2;
const FIELDS: u64 = 3;
const STDERR: u32 = 2;

/** What an entry without a frame shows. */
@unmanaged
class LibraryPlace {
  file: usize;
  name: usize;
  source: usize;
}

const PLACE_BYTES: u32 = 16;
const PLACES_MAX: u32 = 1 << 20;
const places_at: usize = memory.data(32, 8);

function places(): Table {
  return changetype<Table>(places_at);
}

export function traceback_reset(): void {
  table_init(places(), PLACE_BYTES, 6, PLACES_MAX);
}

/** Puts `frame` in front of the traceback of the exception on its way. */
export function PyTraceBack_Here(frame: u64): void {
  enter(Fn.PyTraceBack_Here);
  retire(Seg.PyTraceBack_Here__make);
  const next = tstate().curexc_traceback;
  const lasti = <u32>f_lasti(frame);
  const tb = _PyObject_GC_New(Ty.traceback, head_bytes() + FIELDS * 8);
  set_field(tb, TB_NEXT, next);
  Py_INCREF(frame);
  set_field(tb, TB_FRAME, frame);
  const line = PyCode_Addr2Line(get_field(frame, F_CODE), lasti);
  set_field(tb, TB_LASTI, <u64>lasti | ((<u64>line) << 32));
  _PyObject_GC_TRACK(tb);
  tstate().curexc_traceback = tb;
  leave();
}

/**
 * Puts a line of the library's Python code in front of the traceback: its functions are not run bytecode
 * by bytecode and have no frame. The texts are static literals, named by their addresses.
 */
export function PyTraceBack_Library(file: string, name: string, line: u32, source: string): void {
  const index = table_add(places());
  const place = changetype<LibraryPlace>(table_at(places(), index));
  place.file = changetype<usize>(file);
  place.name = changetype<usize>(name);
  place.source = changetype<usize>(source);
  const tb = _PyObject_GC_New(Ty.traceback, head_bytes() + FIELDS * 8);
  set_field(tb, TB_NEXT, tstate().curexc_traceback);
  set_field(tb, TB_FRAME, 0);
  set_field(tb, TB_LASTI, <u64>index | ((<u64>line) << 32));
  _PyObject_GC_TRACK(tb);
  tstate().curexc_traceback = tb;
}

export function tb_dealloc(tb: u64): void {
  enter(Fn.tb_dealloc);
  retire(Seg.tb_dealloc__drop);
  PyObject_GC_UnTrack(tb);
  if (!trashcan_begin(tb)) {
    leave();
    return;
  }
  Py_XDECREF(get_field(tb, TB_NEXT));
  Py_XDECREF(get_field(tb, TB_FRAME));
  PyObject_GC_Del(tb);
  trashcan_end();
  leave();
}

/** tb.tb_lineno, tb.tb_frame ...: a new reference, or 0 for another name. */
export function tb_getattr(tb: u64, name: u64): u64 {
  const place = get_field(tb, TB_LASTI);
  if (string_is(name, "tb_lineno")) return PyInt_FromLong(place >> 32);
  if (string_is(name, "tb_lasti")) return PyInt_FromLong(<u32>place);
  const is_next = string_is(name, "tb_next");
  if (!is_next && !string_is(name, "tb_frame")) return 0;
  let found = get_field(tb, is_next ? TB_NEXT : TB_FRAME);
  if (found === 0) found = Py_None();
  Py_INCREF(found);
  return found;
}

/** Sends the text above `mark` to stderr. */
function write_stderr(mark: u32): void {
  const length = text_length(mark);
  for (let i: u32 = 0; i < length; i++) console_write(STDERR, load<u8>(text_bytes(mark) + i));
  text_drop(mark);
}

/** The report: traceback, then the exception. Takes over nothing. */
export function PyErr_Display(type: u64, value: u64, traceback: u64): void {
  enter(Fn.PyErr_Display);
  retire(Seg.PyErr_Display__begin);
  const mark = text_mark();
  if (traceback !== 0 && traceback !== Py_None()) PyTraceBack_Print(traceback);
  text_add_exception(type, value);
  write_stderr(mark);
  leave();
}

function PyTraceBack_Print(traceback: u64): void {
  enter(Fn.PyTraceBack_Print);
  retire(Seg.PyTraceBack_Print__begin);
  text_add("Traceback (most recent call last):\n");
  let tb = traceback;
  while (tb !== 0) {
    const place = get_field(tb, TB_LASTI);
    const frame = get_field(tb, TB_FRAME);
    const line = <u32>(place >> 32);
    if (frame === 0) text_add_library(<u32>place, line);
    else tb_displayline(get_field(frame, F_CODE), line);
    tb = get_field(tb, TB_NEXT);
  }
  leave();
}

function tb_displayline(code: u64, line: u32): void {
  enter(Fn.tb_displayline);
  retire(Seg.tb_displayline__line);
  text_add('  File "');
  text_add_string(get_field(code, CO_FILENAME));
  text_add('", line ');
  text_add_i64(line);
  text_add(", in ");
  text_add_string(get_field(code, CO_NAME));
  text_add("\n");
  text_add_source(line);
  leave();
}

/** An entry of the library's code. */
function text_add_library(index: u32, line: u32): void {
  const place = changetype<LibraryPlace>(table_at(places(), index));
  text_add('  File "');
  text_add(changetype<string>(place.file));
  text_add('", line ');
  text_add_i64(line);
  text_add(", in ");
  text_add(changetype<string>(place.name));
  text_add("\n");
  const source = changetype<string>(place.source);
  if (source.length === 0) return;
  text_add("    ");
  text_add(source);
  text_add("\n");
}

/** The line of the program, without its indentation. */
function text_add_source(line: u32): void {
  let at = source_line(line);
  if (at === 0) return;
  while (load<u8>(at) === 0x20 || load<u8>(at) === 9 || load<u8>(at) === 12) at += 1;
  text_add("    ");
  while (load<u8>(at) !== 0 && load<u8>(at) !== 10) {
    text_add_byte(load<u8>(at));
    at += 1;
  }
  text_add("\n");
}

/** ValueError: message. */
function text_add_exception(type: u64, value: u64): void {
  if (is_exception_class(type)) {
    if (type_at(type) === Ty.PicklingError) text_add("cPickle.");
    text_add(short_type_name(type_at(type)));
  }
  if (value !== 0 && value !== Py_None()) {
    const shown = PyObject_Str(value);
    if (shown === 0) text_add(": <unprintable exception>");
    else {
      if (Py_SIZE(shown) > 0) {
        text_add(": ");
        text_add_string(shown);
      }
      Py_DECREF(shown);
    }
  }
  text_add("\n");
}
