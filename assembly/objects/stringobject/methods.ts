/** The table of str's methods (Objects/stringobject.c: string_methods) and their calls. */
import { Ty } from "../../abi/types";
import {
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  STR_METHODS,
  define_method,
} from "../methods";
import {
  string_capitalize,
  string_isalnum,
  string_isalpha,
  string_isdigit,
  string_islower,
  string_isspace,
  string_istitle,
  string_isupper,
  string_lower,
  string_swapcase,
  string_title,
  string_upper,
} from "./case";
import { string_decode, string_encode } from "./codecs";
import { string_join } from "./join";
import { do_string_format } from "./new_format";
import { string_center, string_expandtabs, string_ljust, string_rjust, string_zfill } from "./pad";
import { string_replace } from "./replace";
import {
  string_count,
  string_endswith,
  string_find,
  string_index,
  string_partition,
  string_rfind,
  string_rindex,
  string_rpartition,
  string_startswith,
} from "./search";
import { string_rsplit, string_split, string_splitlines } from "./split";
import { string_translate } from "./translate";
import { string_lstrip, string_rstrip, string_strip } from "./strip";

enum Method {
  JOIN,
  SPLIT,
  RSPLIT,
  LOWER,
  UPPER,
  ISLOWER,
  ISUPPER,
  ISSPACE,
  ISDIGIT,
  ISTITLE,
  ISALPHA,
  ISALNUM,
  CAPITALIZE,
  COUNT,
  ENDSWITH,
  PARTITION,
  FIND,
  INDEX,
  LSTRIP,
  REPLACE,
  RFIND,
  RINDEX,
  RPARTITION,
  RSTRIP,
  STARTSWITH,
  STRIP,
  SWAPCASE,
  TITLE,
  LJUST,
  RJUST,
  CENTER,
  ZFILL,
  FORMAT,
  EXPANDTABS,
  SPLITLINES,
  TRANSLATE,
  ENCODE,
  DECODE,
}

function define(name: string, flags: u32, method: Method): void {
  define_method(Ty.str, name, flags, STR_METHODS + <u32>method);
}

export function define_str_methods(): void {
  define("join", METH_O, Method.JOIN);
  define("split", METH_VARARGS, Method.SPLIT);
  define("rsplit", METH_VARARGS, Method.RSPLIT);
  define("lower", METH_NOARGS, Method.LOWER);
  define("upper", METH_NOARGS, Method.UPPER);
  define("islower", METH_NOARGS, Method.ISLOWER);
  define("isupper", METH_NOARGS, Method.ISUPPER);
  define("isspace", METH_NOARGS, Method.ISSPACE);
  define("isdigit", METH_NOARGS, Method.ISDIGIT);
  define("istitle", METH_NOARGS, Method.ISTITLE);
  define("isalpha", METH_NOARGS, Method.ISALPHA);
  define("isalnum", METH_NOARGS, Method.ISALNUM);
  define("capitalize", METH_NOARGS, Method.CAPITALIZE);
  define("count", METH_VARARGS, Method.COUNT);
  define("endswith", METH_VARARGS, Method.ENDSWITH);
  define("partition", METH_O, Method.PARTITION);
  define("find", METH_VARARGS, Method.FIND);
  define("index", METH_VARARGS, Method.INDEX);
  define("lstrip", METH_VARARGS, Method.LSTRIP);
  define("replace", METH_VARARGS, Method.REPLACE);
  define("rfind", METH_VARARGS, Method.RFIND);
  define("rindex", METH_VARARGS, Method.RINDEX);
  define("rpartition", METH_O, Method.RPARTITION);
  define("rstrip", METH_VARARGS, Method.RSTRIP);
  define("startswith", METH_VARARGS, Method.STARTSWITH);
  define("strip", METH_VARARGS, Method.STRIP);
  define("swapcase", METH_NOARGS, Method.SWAPCASE);
  define("title", METH_NOARGS, Method.TITLE);
  define("ljust", METH_VARARGS, Method.LJUST);
  define("rjust", METH_VARARGS, Method.RJUST);
  define("center", METH_VARARGS, Method.CENTER);
  define("zfill", METH_VARARGS, Method.ZFILL);
  define("format", METH_VARARGS | METH_KEYWORDS, Method.FORMAT);
  define("expandtabs", METH_VARARGS, Method.EXPANDTABS);
  define("splitlines", METH_VARARGS, Method.SPLITLINES);
  define("translate", METH_VARARGS, Method.TRANSLATE);
  define("encode", METH_VARARGS | METH_KEYWORDS, Method.ENCODE);
  define("decode", METH_VARARGS | METH_KEYWORDS, Method.DECODE);
}

export function string_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  const method = <Method>(number - STR_METHODS);
  switch (method) {
    case Method.JOIN:
      return string_join(self, args);
    case Method.PARTITION:
      return string_partition(self, args);
    case Method.RPARTITION:
      return string_rpartition(self, args);
    case Method.FORMAT:
      return do_string_format(self, args, kwargs);
    case Method.TRANSLATE:
      return string_translate(self, args);
    case Method.ENCODE:
      return string_encode(self, args, kwargs);
    case Method.DECODE:
      return string_decode(self, args, kwargs);
    default:
      return args === 0 ? call_without(method, self) : call_with(method, self, args);
  }
}

/** Methods without arguments. */
function call_without(method: Method, self: u64): u64 {
  switch (method) {
    case Method.LOWER:
      return string_lower(self);
    case Method.UPPER:
      return string_upper(self);
    case Method.ISLOWER:
      return string_islower(self);
    case Method.ISUPPER:
      return string_isupper(self);
    case Method.ISSPACE:
      return string_isspace(self);
    case Method.ISDIGIT:
      return string_isdigit(self);
    case Method.ISTITLE:
      return string_istitle(self);
    case Method.ISALPHA:
      return string_isalpha(self);
    case Method.ISALNUM:
      return string_isalnum(self);
    case Method.CAPITALIZE:
      return string_capitalize(self);
    case Method.SWAPCASE:
      return string_swapcase(self);
    default:
      return string_title(self);
  }
}

/** Methods with a tuple of arguments. */
function call_with(method: Method, self: u64, args: u64): u64 {
  switch (method) {
    case Method.SPLIT:
      return string_split(self, args);
    case Method.RSPLIT:
      return string_rsplit(self, args);
    case Method.SPLITLINES:
      return string_splitlines(self, args);
    case Method.COUNT:
      return string_count(self, args);
    case Method.ENDSWITH:
      return string_endswith(self, args);
    case Method.STARTSWITH:
      return string_startswith(self, args);
    case Method.FIND:
      return string_find(self, args);
    case Method.INDEX:
      return string_index(self, args);
    case Method.RFIND:
      return string_rfind(self, args);
    case Method.RINDEX:
      return string_rindex(self, args);
    case Method.REPLACE:
      return string_replace(self, args);
    case Method.STRIP:
      return string_strip(self, args);
    case Method.LSTRIP:
      return string_lstrip(self, args);
    case Method.RSTRIP:
      return string_rstrip(self, args);
    case Method.LJUST:
      return string_ljust(self, args);
    case Method.RJUST:
      return string_rjust(self, args);
    case Method.CENTER:
      return string_center(self, args);
    case Method.ZFILL:
      return string_zfill(self, args);
    default:
      return string_expandtabs(self, args);
  }
}
