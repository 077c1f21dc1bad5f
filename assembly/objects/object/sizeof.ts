/**
 * __sizeof__ of every type (Objects/typeobject.c: object_sizeof, and the types' own): an object's bytes
 * without the collector's head.
 */
import { Cfg } from "../../abi/layout";
import { FIRST_EXCEPTION, Ty } from "../../abi/types";
import { cfg } from "../../base/config";
import { not_simulated } from "../../base/fault";
import { array_sizeof } from "../../modules/arraymodule";
import { dict_table_bytes } from "../dictobject/layout";
import { exception_words } from "../exceptions";
import { Py_SIZE, Py_TYPE, get_field, head_bytes } from "./refcount";

/** sizeof(PyStringObject): ob_size, ob_shash, ob_sstate and the NUL. */
const STRING_BYTES: u64 = 21;
/** Bytes of a long's digit, 30 bits of it used. */
const DIGIT_BYTES: i64 = 4;
/** sizeof(PyHeapTypeObject) without the header. */
const TYPE_BYTES: u64 = 856;
/** Field of a list: how many items its array has room for. */
const LIST_ALLOCATED: u64 = 2;

/** Words of the types whose objects are all alike, behind the header. */
function own_words(type: Ty): u64 {
  switch (type) {
    case Ty.NoneType:
    case Ty.NotImplementedType:
    case Ty.ellipsis:
    case Ty.object:
      return 0;
    case Ty.module:
      return 1;
    case Ty.listiterator:
    case Ty.listreverseiterator:
    case Ty.tupleiterator:
    case Ty.iterator:
    case Ty.reversed:
      return 2;
    case Ty.xrange:
    case Ty.slice:
    case Ty.builtin_function_or_method:
    case Ty.method_descriptor:
    case Ty.traceback:
      return 3;
    case Ty.rangeiterator:
    case Ty.enumerate:
      return 4;
    case Ty.dictionary_keyiterator:
    case Ty.dictionary_valueiterator:
    case Ty.dictionary_itemiterator:
      return 5;
    case Ty.function_:
      return 9;
    case Ty.code:
      return 14;
    case Ty.file:
      return 16;
    default:
      return not_known();
  }
}

function not_known(): u64 {
  not_simulated("sys.getsizeof of an object of this type");
  return 0;
}

/** What op.__sizeof__() returns. */
export function sizeof_object(op: u64): u64 {
  const type = Py_TYPE(op);
  const head = head_bytes();
  if (type >= FIRST_EXCEPTION) return head + exception_words(type) * 8;
  switch (type) {
    case Ty.int:
    case Ty.bool:
      return cfg(Cfg.INT_BYTES);
    case Ty.float:
      return head + 8;
    case Ty.long: {
      const digits = <i64>Py_SIZE(op);
      return head + 8 + <u64>((digits < 0 ? -digits : digits) * DIGIT_BYTES);
    }
    case Ty.str:
      return head + STRING_BYTES + Py_SIZE(op);
    case Ty.tuple:
      return head + 8 + Py_SIZE(op) * 8;
    case Ty.list:
      return head + 24 + get_field(op, LIST_ALLOCATED) * 8;
    case Ty.dict:
      return dict_table_bytes(op);
    case Ty.type:
      return head + TYPE_BYTES;
    case Ty.array:
      return array_sizeof(op);
    default:
      return head + own_words(type) * 8;
  }
}
