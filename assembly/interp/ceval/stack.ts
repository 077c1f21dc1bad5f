/** Opcodes that only move what lies on the value stack (Python/ceval.c). */
import { Op } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { retire } from "../../meter/ledger";
import { Py_INCREF } from "../../objects/object/refcount";
import { Next, peek, poke, push } from "./state";

/** ROT_TWO, ROT_THREE, ROT_FOUR: the top goes below the others. */
export function rotate(opcode: i32): Next {
  retire(Seg.PyEval_EvalFrameEx__ROT);
  const depth: u32 = opcode === Op.ROT_TWO ? 2 : opcode === Op.ROT_THREE ? 3 : 4;
  const top = peek(1);
  for (let i: u32 = 1; i < depth; i++) poke(i, peek(i + 1));
  poke(depth, top);
  return Next.FAST;
}

/** DUP_TOPX: the topmost `count` entries once more. */
export function duplicate(count: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__DUP_TOPX);
  for (let i: u32 = 0; i < count; i++) {
    const entry = peek(count);
    Py_INCREF(entry);
    push(entry);
  }
  return Next.FAST;
}
