/** string_print (Objects/stringobject.c): the text itself, or its repr character by character. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { text_drop, text_mark } from "../../base/text";
import { fprintf_escape, fputc, fwrite } from "../../libc/stdio";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_SIZE } from "../object/refcount";
import { string_view } from "./bytes";
import { is_plain, quote_for, text_add_escaped } from "./repr";

export function string_print(op: u64, stream: u32, raw: bool): i32 {
  enter(Fn.string_print);
  const mark = text_mark();
  const bytes = string_view(op);
  const size = Py_SIZE(op);
  if (raw) {
    retire(Seg.string_print__raw);
    fwrite(stream, bytes, size);
  } else print_repr(stream, bytes, size);
  text_drop(mark);
  leave();
  return 0;
}

function print_repr(stream: u32, bytes: usize, size: u64): void {
  retire(Seg.string_print__repr);
  const quote = quote_for(bytes, size);
  fputc(stream, quote);
  for (let i: usize = 0; i < <usize>size; i++) {
    const c = load<u8>(bytes + i);
    if (is_plain(c, quote)) {
      retire(Seg.string_print__character);
      fputc(stream, c);
    } else {
      retire(Seg.string_print__escape);
      const mark = text_mark();
      text_add_escaped(c);
      fprintf_escape(stream, mark);
    }
  }
  fputc(stream, quote);
}
