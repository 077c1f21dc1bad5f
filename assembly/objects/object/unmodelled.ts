/**
 * Names that objects have in CPython 2.7 and that the machine does not model: a program that asks for
 * one is told so, instead of getting an AttributeError that Python would not raise.
 */
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { text_bytes, text_drop, text_is, text_length, text_mark } from "../../base/text";
import { is_subtype } from "../types";
import { text_add_string } from "../stringobject/stringobject";

/** Names without underscores at both ends, separated by blanks, of one type. */
function names_of(type: Ty): string {
  if (is_subtype(type, Ty.SyntaxError)) {
    return "filename lineno msg offset print_file_and_line text";
  }
  switch (type) {
    case Ty.str:
      return "_formatter_field_name_split _formatter_parser";
    case Ty.dict:
      return "viewitems viewkeys viewvalues";
    case Ty.float:
      return "as_integer_ratio fromhex hex";
    case Ty.file:
      return "encoding errors newlines next read readinto readline readlines seek tell truncate xreadlines";
    case Ty.array:
      return "byteswap fromfile fromunicode read tofile tounicode write";
    case Ty.slice:
      return "indices";
    case Ty.module:
      return "_clear_type_cache _current_frames _getframe _git _multiarch api_version builtin_module_names call_tracing callstats copyright displayhook dont_write_bytecode excepthook exec_prefix executable flags float_info float_repr_style getcheckinterval getdefaultencoding getdlopenflags getfilesystemencoding getprofile gettrace long_info meta_path path path_hooks path_importer_cache prefix py3kwarning pydebug setcheckinterval setdlopenflags setprofile settrace stdin subversion version warnoptions DEBUG_COLLECTABLE DEBUG_INSTANCES DEBUG_LEAK DEBUG_OBJECTS DEBUG_SAVEALL DEBUG_STATS DEBUG_UNCOLLECTABLE get_debug set_debug accept2dyear altzone asctime daylight gmtime mktime strptime struct_time timezone tzname tzset RLock BoundedSemaphore JoinableQueue AuthenticationError BufferTooShort ProcessError TimeoutError allow_connection_pickling get_logger log_to_stderr";
    default:
      return "";
  }
}

/** Ends the run if CPython's objects of this type have an attribute `name`. */
export function refuse_unmodelled(type: Ty, name: u64): void {
  const mark = text_mark();
  text_add_string(name);
  // Only packages have a __path__, and from ... import asks every module for it.
  // int() asks everything for __trunc__; of what is modelled only numbers have it.
  const isListed = text_is(mark, "__trunc__")
    ? type === Ty.int || type === Ty.long || type === Ty.bool || type === Ty.float
    : (is_special(mark) && !text_is(mark, "__path__")) || is_among(mark, names_of(type));
  text_drop(mark);
  if (isListed) not_simulated("this attribute of an object");
}

/** Every object has some names like __hash__. */
function is_special(mark: u32): bool {
  const bytes = text_bytes(mark);
  const length = text_length(mark);
  if (length < 5) return false;
  return load<u16>(bytes) === 0x5f5f && load<u16>(bytes + <usize>length - 2) === 0x5f5f;
}

/** Whether the text above `mark` is one of the words of `names`. */
function is_among(mark: u32, names: string): bool {
  const bytes = text_bytes(mark);
  const length = <i32>text_length(mark);
  let start = 0;
  for (let i = 0; i <= names.length; i++) {
    if (i < names.length && names.charCodeAt(i) !== 0x20) continue;
    if (i - start === length && length > 0) {
      let k = 0;
      while (k < length && names.charCodeAt(start + k) === <i32>load<u8>(bytes + <usize>k)) k += 1;
      if (k === length) return true;
    }
    start = i + 1;
  }
  return false;
}
