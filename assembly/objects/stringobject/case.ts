/** Methods about letters and their case (Objects/stringobject.c, Objects/stringlib/ctype.h). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { text_drop, text_mark } from "../../base/text";
import { memcpy } from "../../libc/string";
import { enter, leave, retire } from "../../meter/ledger";
import { truth_object } from "../object/compare";
import { Py_SIZE } from "../object/refcount";
import { string_view, string_write } from "./bytes";
import {
  is_alnum,
  is_alpha,
  is_digit,
  is_lower,
  is_space,
  is_upper,
  to_lower,
  to_upper,
} from "./characters";
import { PyString_New } from "./stringobject";

/** What becomes of each character. */
enum Change {
  LOWER,
  UPPER,
  SWAP,
  TITLE,
  CAPITALIZE,
}

/** What every character must be. */
enum Class {
  DIGIT,
  ALPHA,
  ALNUM,
  SPACE,
}

/** A new str, each character changed. */
function changed(self: u64, change: Change): u64 {
  const size = Py_SIZE(self);
  const result = PyString_New(size);
  if (change === Change.LOWER || change === Change.UPPER) memcpy(size);
  const mark = text_mark();
  const bytes = string_view(self);
  let cased = false;
  for (let i: usize = 0; i < <usize>size; i++) {
    const c = load<u8>(bytes + i);
    store<u8>(bytes + i, changed_character(c, change, i === 0, cased));
    cased = is_alpha(c);
  }
  string_write(result, 0, bytes, size);
  text_drop(mark);
  return result;
}

function changed_character(c: u8, change: Change, first: bool, after_letter: bool): u8 {
  switch (change) {
    case Change.LOWER:
      return to_lower(c);
    case Change.UPPER:
      return to_upper(c);
    case Change.SWAP:
      return is_upper(c) ? to_lower(c) : to_upper(c);
    case Change.TITLE:
      return after_letter ? to_lower(c) : to_upper(c);
    default:
      return first ? to_upper(c) : to_lower(c);
  }
}

export function string_lower(self: u64): u64 {
  enter(Fn.string_lower);
  retire(Seg.string_lower__begin);
  retire(Seg.string_lower__character, Py_SIZE(self));
  const result = changed(self, Change.LOWER);
  leave();
  return result;
}

export function string_upper(self: u64): u64 {
  enter(Fn.string_upper);
  retire(Seg.string_upper__begin);
  retire(Seg.string_upper__character, Py_SIZE(self));
  const result = changed(self, Change.UPPER);
  leave();
  return result;
}

export function string_swapcase(self: u64): u64 {
  enter(Fn.string_swapcase);
  retire(Seg.string_swapcase__begin);
  retire(Seg.string_swapcase__character, Py_SIZE(self));
  const result = changed(self, Change.SWAP);
  leave();
  return result;
}

export function string_title(self: u64): u64 {
  enter(Fn.string_title);
  retire(Seg.string_title__begin);
  retire(Seg.string_title__character, Py_SIZE(self));
  const result = changed(self, Change.TITLE);
  leave();
  return result;
}

export function string_capitalize(self: u64): u64 {
  enter(Fn.string_capitalize);
  retire(Seg.string_capitalize__begin);
  retire(Seg.string_capitalize__character, Py_SIZE(self));
  const result = changed(self, Change.CAPITALIZE);
  leave();
  return result;
}

function in_class(c: u8, wanted: Class): bool {
  switch (wanted) {
    case Class.DIGIT:
      return is_digit(c);
    case Class.ALPHA:
      return is_alpha(c);
    case Class.ALNUM:
      return is_alnum(c);
    default:
      return is_space(c);
  }
}

/** How many characters from the beginning are of a class. */
function run_of(self: u64, wanted: Class): u64 {
  const mark = text_mark();
  const bytes = string_view(self);
  let i: u64 = 0;
  while (i < Py_SIZE(self) && in_class(load<u8>(bytes + <usize>i), wanted)) i += 1;
  text_drop(mark);
  return i;
}

/** True where all characters are, and there is one. */
function whole(self: u64, run: u64): u64 {
  return truth_object(run > 0 && run === Py_SIZE(self));
}

export function string_isdigit(self: u64): u64 {
  enter(Fn.string_isdigit);
  const run = run_of(self, Class.DIGIT);
  retire(Seg.string_isdigit__begin);
  retire(Seg.string_isdigit__character, run);
  leave();
  return whole(self, run);
}

export function string_isalpha(self: u64): u64 {
  enter(Fn.string_isalpha);
  const run = run_of(self, Class.ALPHA);
  retire(Seg.string_isalpha__begin);
  retire(Seg.string_isalpha__character, run);
  leave();
  return whole(self, run);
}

export function string_isalnum(self: u64): u64 {
  enter(Fn.string_isalnum);
  const run = run_of(self, Class.ALNUM);
  retire(Seg.string_isalnum__begin);
  retire(Seg.string_isalnum__character, run);
  leave();
  return whole(self, run);
}

export function string_isspace(self: u64): u64 {
  enter(Fn.string_isspace);
  const run = run_of(self, Class.SPACE);
  retire(Seg.string_isspace__begin);
  retire(Seg.string_isspace__character, run);
  leave();
  return whole(self, run);
}

/** No letter of the other case and at least one letter. */
function all_cased(self: u64, upper: bool): bool {
  const mark = text_mark();
  const bytes = string_view(self);
  let cased = false;
  let fits = true;
  for (let i: usize = 0; i < <usize>Py_SIZE(self) && fits; i++) {
    const c = load<u8>(bytes + i);
    if (upper ? is_lower(c) : is_upper(c)) fits = false;
    else if (is_alpha(c)) cased = true;
  }
  text_drop(mark);
  return fits && cased;
}

export function string_islower(self: u64): u64 {
  enter(Fn.string_islower);
  retire(Seg.string_islower__begin);
  retire(Seg.string_islower__character, Py_SIZE(self));
  leave();
  return truth_object(all_cased(self, false));
}

export function string_isupper(self: u64): u64 {
  enter(Fn.string_isupper);
  retire(Seg.string_isupper__begin);
  retire(Seg.string_isupper__character, Py_SIZE(self));
  leave();
  return truth_object(all_cased(self, true));
}

/** Upper case letters follow what is no letter, lower case ones follow letters. */
export function string_istitle(self: u64): u64 {
  enter(Fn.string_istitle);
  retire(Seg.string_istitle__begin);
  retire(Seg.string_istitle__character, Py_SIZE(self));
  const mark = text_mark();
  const bytes = string_view(self);
  let cased = false;
  let after_letter = false;
  let fits = true;
  for (let i: usize = 0; i < <usize>Py_SIZE(self) && fits; i++) {
    const c = load<u8>(bytes + i);
    if (is_alpha(c)) {
      cased = true;
      if (is_upper(c) === after_letter) fits = false;
    }
    after_letter = is_alpha(c);
  }
  text_drop(mark);
  leave();
  return truth_object(fits && cased);
}
