/**
 * Type objects as the machine knows them: a number (abi/types.ts), an address in the interpreter's
 * static data, a name, a base. Type objects are static; only their header is kept as words.
 */
import { FIRST_EXCEPTION, Ty } from "../abi/types";
import { check } from "../base/fault";
import { exception_tp_name } from "./exception_names";

const SLOTS: u32 = 1024;
const address_at: usize = memory.data(8 * 128, 8);
/** Open-addressed: address, then Ty, 16 bytes a slot. */
const by_address_at: usize = memory.data(16 * 1024, 8);

export function types_reset(): void {
  memory.fill(address_at, 0, 8 * 128);
  memory.fill(by_address_at, 0, 16 * 1024);
}

function slot_of(addr: u64): usize {
  let slot = <u32>((addr * 0x9e3779b97f4a7c15) >> 54);
  while (true) {
    const at = by_address_at + <usize>slot * 16;
    const found = load<u64>(at);
    if (found === addr || found === 0) return at;
    slot = (slot + 1) & (SLOTS - 1);
  }
}

/** Says where a type object lies. */
export function set_type_object(type: Ty, addr: u64): void {
  check(type < Ty.COUNT && addr !== 0, addr);
  store<u64>(address_at + ((<usize>type) << 3), addr);
  const at = slot_of(addr);
  store<u64>(at, addr);
  store<u64>(at, <u64>type, 8);
}

/** The address of a type object (`&PyInt_Type`). */
export function type_object(type: Ty): u64 {
  return load<u64>(address_at + ((<usize>type) << 3));
}

/** Which type object lies at `addr`, or Ty.NONE. */
export function type_at(addr: u64): Ty {
  if (addr === 0) return Ty.NONE;
  return <Ty>(<i32>load<u64>(slot_of(addr), 8));
}

/** tp_base. */
export function base_of(type: Ty): Ty {
  switch (type) {
    case Ty.object:
      return Ty.NONE;
    case Ty.bool:
      return Ty.int;
    case Ty.str:
    case Ty.unicode:
      return Ty.basestring;
    case Ty.BaseException:
      return Ty.object;
    case Ty.SystemExit:
    case Ty.KeyboardInterrupt:
    case Ty.GeneratorExit:
    case Ty.Exception:
      return Ty.BaseException;
    case Ty.StopIteration:
    case Ty.StandardError:
    case Ty.Warning:
      return Ty.Exception;
    case Ty.FloatingPointError:
    case Ty.OverflowError:
    case Ty.ZeroDivisionError:
      return Ty.ArithmeticError;
    case Ty.IOError:
    case Ty.OSError:
      return Ty.EnvironmentError;
    case Ty.IndexError:
    case Ty.KeyError:
      return Ty.LookupError;
    case Ty.UnboundLocalError:
      return Ty.NameError;
    case Ty.NotImplementedError:
      return Ty.RuntimeError;
    case Ty.IndentationError:
      return Ty.SyntaxError;
    case Ty.TabError:
      return Ty.IndentationError;
    case Ty.UnicodeError:
      return Ty.ValueError;
    case Ty.PicklingError:
      return Ty.Exception;
    case Ty.UnicodeDecodeError:
    case Ty.UnicodeEncodeError:
    case Ty.UnicodeTranslateError:
      return Ty.UnicodeError;
    default:
      if (type > Ty.Warning) return Ty.Warning;
      return type > Ty.StandardError ? Ty.StandardError : Ty.object;
  }
}

/** PyType_IsSubtype of modelled types, without its cost. */
export function is_subtype(type: Ty, base: Ty): bool {
  let at = type;
  while (at !== Ty.NONE) {
    if (at === base) return true;
    at = base_of(at);
  }
  return false;
}

/** tp_name: what messages and `type(x)` show; exceptions come with their module. */
export function type_name(type: Ty): string {
  return type >= FIRST_EXCEPTION ? exception_tp_name(type) : short_type_name(type);
}

/** The name without a module's, as __name__, tracebacks and reprs of exceptions show it. */
export function short_type_name(type: Ty): string {
  switch (type) {
    case Ty.object:
      return "object";
    case Ty.type:
      return "type";
    case Ty.NoneType:
      return "NoneType";
    case Ty.int:
      return "int";
    case Ty.bool:
      return "bool";
    case Ty.long:
      return "long";
    case Ty.float:
      return "float";
    case Ty.str:
      return "str";
    case Ty.tuple:
      return "tuple";
    case Ty.list:
      return "list";
    case Ty.dict:
      return "dict";
    case Ty.code:
      return "code";
    case Ty.function_:
      return "function";
    case Ty.builtin_function_or_method:
      return "builtin_function_or_method";
    case Ty.frame:
      return "frame";
    case Ty.traceback:
      return "traceback";
    case Ty.module:
      return "module";
    case Ty.file:
      return "file";
    case Ty.slice:
      return "slice";
    case Ty.NotImplementedType:
      return "NotImplementedType";
    case Ty.ellipsis:
      return "ellipsis";
    case Ty.listiterator:
      return "listiterator";
    case Ty.listreverseiterator:
      return "listreverseiterator";
    case Ty.tupleiterator:
      return "tupleiterator";
    case Ty.iterator:
      return "iterator";
    case Ty.xrange:
      return "xrange";
    case Ty.rangeiterator:
      return "rangeiterator";
    case Ty.dictionary_keyiterator:
      return "dictionary-keyiterator";
    case Ty.dictionary_valueiterator:
      return "dictionary-valueiterator";
    case Ty.dictionary_itemiterator:
      return "dictionary-itemiterator";
    case Ty.enumerate:
      return "enumerate";
    case Ty.reversed:
      return "reversed";
    case Ty.array:
      return "array.array";
    case Ty.arrayiterator:
      return "arrayiterator";
    case Ty.method_descriptor:
      return "method_descriptor";
    case Ty.basestring:
      return "basestring";
    case Ty.unicode:
      return "unicode";
    case Ty.set:
      return "set";
    case Ty.frozenset:
      return "frozenset";
    case Ty.complex:
      return "complex";
    case Ty.bytearray:
      return "bytearray";
    case Ty.memoryview:
      return "memoryview";
    case Ty.buffer:
      return "buffer";
    case Ty.property:
      return "property";
    case Ty.staticmethod:
      return "staticmethod";
    case Ty.classmethod:
      return "classmethod";
    case Ty.super_:
      return "super";
    case Ty.ctypes_array:
      return "Array";
    case Ty.ctypes_value:
      return "_SimpleCData";
    case Ty.Synchronized:
      return "Synchronized";
    case Ty.SynchronizedArray:
      return "SynchronizedArray";
    case Ty.SynchronizedString:
      return "SynchronizedString";
    case Ty.RLock:
      return "RLock";
    case Ty.Process:
      return "Process";
    case Ty.Pool:
      return "Pool";
    case Ty.AsyncResult:
      return "MapResult";
    case Ty.SyncManager:
      return "SyncManager";
    case Ty.ListProxy:
      return "ListProxy";
    case Ty.ArrayProxy:
      return "ArrayProxy";
    case Ty.ndarray:
      return "numpy.ndarray";
    case Ty.int32:
      return "numpy.int32";
    case Ty.PicklingError:
      return "PicklingError";
    case Ty.BaseException:
      return "BaseException";
    case Ty.SystemExit:
      return "SystemExit";
    case Ty.KeyboardInterrupt:
      return "KeyboardInterrupt";
    case Ty.GeneratorExit:
      return "GeneratorExit";
    case Ty.Exception:
      return "Exception";
    case Ty.StopIteration:
      return "StopIteration";
    case Ty.StandardError:
      return "StandardError";
    case Ty.BufferError:
      return "BufferError";
    case Ty.ArithmeticError:
      return "ArithmeticError";
    case Ty.FloatingPointError:
      return "FloatingPointError";
    case Ty.OverflowError:
      return "OverflowError";
    case Ty.ZeroDivisionError:
      return "ZeroDivisionError";
    case Ty.AssertionError:
      return "AssertionError";
    case Ty.AttributeError:
      return "AttributeError";
    case Ty.EnvironmentError:
      return "EnvironmentError";
    case Ty.IOError:
      return "IOError";
    case Ty.OSError:
      return "OSError";
    case Ty.EOFError:
      return "EOFError";
    case Ty.ImportError:
      return "ImportError";
    case Ty.LookupError:
      return "LookupError";
    case Ty.IndexError:
      return "IndexError";
    case Ty.KeyError:
      return "KeyError";
    case Ty.MemoryError:
      return "MemoryError";
    case Ty.NameError:
      return "NameError";
    case Ty.UnboundLocalError:
      return "UnboundLocalError";
    case Ty.ReferenceError:
      return "ReferenceError";
    case Ty.RuntimeError:
      return "RuntimeError";
    case Ty.NotImplementedError:
      return "NotImplementedError";
    case Ty.SyntaxError:
      return "SyntaxError";
    case Ty.IndentationError:
      return "IndentationError";
    case Ty.TabError:
      return "TabError";
    case Ty.SystemError:
      return "SystemError";
    case Ty.TypeError:
      return "TypeError";
    case Ty.ValueError:
      return "ValueError";
    case Ty.UnicodeError:
      return "UnicodeError";
    case Ty.UnicodeDecodeError:
      return "UnicodeDecodeError";
    case Ty.UnicodeEncodeError:
      return "UnicodeEncodeError";
    case Ty.UnicodeTranslateError:
      return "UnicodeTranslateError";
    case Ty.Warning:
      return "Warning";
    case Ty.UserWarning:
      return "UserWarning";
    case Ty.DeprecationWarning:
      return "DeprecationWarning";
    case Ty.PendingDeprecationWarning:
      return "PendingDeprecationWarning";
    case Ty.RuntimeWarning:
      return "RuntimeWarning";
    case Ty.SyntaxWarning:
      return "SyntaxWarning";
    case Ty.FutureWarning:
      return "FutureWarning";
    case Ty.ImportWarning:
      return "ImportWarning";
    case Ty.UnicodeWarning:
      return "UnicodeWarning";
    case Ty.BytesWarning:
      return "BytesWarning";
    default:
      return "?";
  }
}
