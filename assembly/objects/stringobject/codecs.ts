/**
 * str.encode and str.decode (Objects/stringobject.c: string_encode, string_decode) where the result is a
 * str: hexadecimal, and ascii text encoded as what contains it. The codecs are Python modules in
 * CPython: what they do has no price here.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { text_add_byte, text_drop, text_is, text_mark } from "../../base/text";
import { PyErr_SetString } from "../../interp/errors";
import { parse_keywords, parsed_object } from "../../interp/parse_tuple";
import { enter, leave, retire } from "../../meter/ledger";
import { digit_value } from "../intobject/from_text";
import { Py_INCREF, Py_SIZE } from "../object/refcount";
import { string_byte, text_add_string } from "./bytes";
import { PyString_FromText } from "./stringobject";

const ASCII_END: u8 = 0x80;
const HEX_BASE: u32 = 16;

enum Codec {
  /** One that contains ascii. */
  TEXT,
  HEX,
  OTHER,
}

function codec_of(name: u64): Codec {
  if (name === 0) return Codec.TEXT;
  const mark = text_mark();
  text_add_string(name);
  let codec = Codec.OTHER;
  if (text_is(mark, "hex")) codec = Codec.HEX;
  else if (
    text_is(mark, "ascii") ||
    text_is(mark, "utf-8") ||
    text_is(mark, "utf8") ||
    text_is(mark, "UTF-8") ||
    text_is(mark, "latin-1") ||
    text_is(mark, "latin1")
  ) {
    codec = Codec.TEXT;
  }
  text_drop(mark);
  return codec;
}

/** The name of the codec among the arguments, 0 for none; false with an exception. */
function parse(args: u64, kwargs: u64, format: string): bool {
  return parse_keywords(args, kwargs, format, "encoding", "errors");
}

/** s.encode([encoding[, errors]]). */
export function string_encode(self: u64, args: u64, kwargs: u64): u64 {
  enter(Fn.string_encode);
  retire(Seg.string_encode__parse);
  let result: u64 = 0;
  if (parse(args, kwargs, "|SS:encode")) {
    const codec = codec_of(parsed_object(0));
    if (codec === Codec.HEX) result = to_hex(self);
    else {
      if (codec === Codec.OTHER) not_simulated("a codec other than hex, ascii, utf-8 and latin-1");
      if (!is_ascii(self)) not_simulated("encoding a str that is not ascii");
      Py_INCREF(self);
      result = self;
    }
  }
  leave();
  return result;
}

/** s.decode([encoding[, errors]]). */
export function string_decode(self: u64, args: u64, kwargs: u64): u64 {
  enter(Fn.string_decode);
  retire(Seg.string_decode__parse);
  let result: u64 = 0;
  if (parse(args, kwargs, "|SS:decode")) {
    if (codec_of(parsed_object(0)) !== Codec.HEX) not_simulated("a unicode string");
    result = from_hex(self);
  }
  leave();
  return result;
}

function is_ascii(self: u64): bool {
  for (let i: u64 = 0; i < Py_SIZE(self); i++) {
    if (string_byte(self, i) >= ASCII_END) return false;
  }
  return true;
}

function to_hex(self: u64): u64 {
  const mark = text_mark();
  for (let i: u64 = 0; i < Py_SIZE(self); i++) {
    const byte = string_byte(self, i);
    add_hex_digit(byte >> 4);
    add_hex_digit(byte & 15);
  }
  return PyString_FromText(mark);
}

function add_hex_digit(value: u8): void {
  text_add_byte(value < 10 ? 0x30 + value : 0x57 + value);
}

function from_hex(self: u64): u64 {
  const size = Py_SIZE(self);
  if ((size & 1) !== 0) {
    PyErr_SetString(Ty.TypeError, "Odd-length string");
    return 0;
  }
  const mark = text_mark();
  for (let i: u64 = 0; i < size; i += 2) {
    const high = digit_value(string_byte(self, i));
    const low = digit_value(string_byte(self, i + 1));
    if (high >= HEX_BASE || low >= HEX_BASE) {
      text_drop(mark);
      PyErr_SetString(Ty.TypeError, "Non-hexadecimal digit found");
      return 0;
    }
    text_add_byte(<u8>(high * HEX_BASE + low));
  }
  return PyString_FromText(mark);
}
