/** tuplehash (Objects/tupleobject.c, CPython 2.7). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_SIZE } from "../object/refcount";
import { PyObject_Hash } from "../object/truth";
import { PyTuple_GET_ITEM } from "./tupleobject";

const HASH_START: u64 = 0x345678;
const FIRST_MULTIPLIER: u64 = 1000003;
const MULTIPLIER_STEP: u64 = 82520;
const HASH_END: u64 = 97531;

/** The items' hashes mixed in order, or -1 with an exception. */
export function tuplehash(op: u64): i64 {
  enter(Fn.tuplehash);
  retire(Seg.tuplehash__begin);
  let left = Py_SIZE(op);
  let hash = HASH_START;
  let multiplier = FIRST_MULTIPLIER;
  for (let i: u64 = 0; left > 0; i++) {
    left -= 1;
    const item = PyObject_Hash(PyTuple_GET_ITEM(op, i));
    if (item === -1) {
      leave();
      return -1;
    }
    retire(Seg.tuplehash__mix_item);
    hash = (hash ^ <u64>item) * multiplier;
    multiplier += MULTIPLIER_STEP + left + left;
  }
  hash += HASH_END;
  leave();
  return <i64>hash === -1 ? -2 : <i64>hash;
}
