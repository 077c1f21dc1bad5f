/** The units of a format (Python/getargs.c: vgetargs1): what counting and skipping them costs. */
import { Seg } from "../abi/segments";
import { retire } from "../meter/ledger";

export const OBJECT_UNIT: i32 = 0x4f;
const BAR: i32 = 0x7c;
/** What makes of an object's unit one that a function of its own converts. */
export const CONVERTER: i32 = 0x26;

/** Where the name or message of a format begins: after `:` or `;`, or its length. */
export function end_of_units(format: string): i32 {
  for (let i = 0; i < format.length; i++) {
    const unit = format.charCodeAt(i);
    if (unit === 0x3a || unit === 0x3b) return i;
  }
  return format.length;
}

function is_letter(code: i32): bool {
  const small = code | 0x20;
  return small >= 0x61 && small <= 0x7a;
}

/** Counting the units of a format: of what is not an object's, C asks whether it is a letter. */
export function scan_units(format: string): void {
  let objects: u64 = 0;
  let letters: u64 = 0;
  let marks: u64 = 0;
  const end = end_of_units(format);
  for (let i = 0; i < end; i++) {
    const code = format.charCodeAt(i);
    if (code === OBJECT_UNIT) objects += 1;
    else if (is_letter(code)) letters += 1;
    else marks += 1;
  }
  retire(Seg.vgetargs1__begin);
  if (objects > 0) retire(Seg.vgetargs1__object_unit, objects);
  if (letters > 0) retire(Seg.vgetargs1__letter_unit, letters);
  if (marks > 0) retire(Seg.vgetargs1__mark_unit, marks);
}

/** All arguments were converted: what comes next in the format must be a unit, a mark or its end. */
export function end_arguments(format: string, at: i32): void {
  if (at === format.length) retire(Seg.vgetargs1__format_ends);
  else if (is_letter(format.charCodeAt(at))) retire(Seg.vgetargs1__more_units);
  else retire(Seg.vgetargs1__more_text);
}

/** Where the unit of the next argument is: behind the bar, if one is in the way. */
export function next_unit(format: string, at: i32): i32 {
  const barred = at < format.length && format.charCodeAt(at) === BAR;
  if (barred) retire(Seg.vgetargs1__skip_bar);
  return barred ? at + 1 : at;
}

/** Behind the unit at `at`. */
export function after_unit(format: string, at: i32): i32 {
  const converted = at + 1 < format.length && format.charCodeAt(at + 1) === CONVERTER;
  return converted ? at + 2 : at + 1;
}
