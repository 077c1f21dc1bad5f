/** Augmented assignments (Objects/abstract.c): no modelled number changes in place. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { enter, leave, retire } from "../../meter/ledger";
import { binary_iop } from "./number";
import { Nb } from "./number_slots";

export function PyNumber_InPlaceSubtract(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_InPlaceSubtract);
  retire(Seg.PyNumber_InPlaceSubtract__call);
  const result = binary_iop(v, w, Nb.SUBTRACT, "-=");
  leave();
  return result;
}

export function PyNumber_InPlaceDivide(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_InPlaceDivide);
  retire(Seg.PyNumber_InPlaceDivide__call);
  const result = binary_iop(v, w, Nb.DIVIDE, "/=");
  leave();
  return result;
}

export function PyNumber_InPlaceTrueDivide(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_InPlaceTrueDivide);
  retire(Seg.PyNumber_InPlaceTrueDivide__call);
  const result = binary_iop(v, w, Nb.TRUE_DIVIDE, "/=");
  leave();
  return result;
}

export function PyNumber_InPlaceFloorDivide(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_InPlaceFloorDivide);
  retire(Seg.PyNumber_InPlaceFloorDivide__call);
  const result = binary_iop(v, w, Nb.FLOOR_DIVIDE, "//=");
  leave();
  return result;
}

export function PyNumber_InPlaceRemainder(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_InPlaceRemainder);
  retire(Seg.PyNumber_InPlaceRemainder__call);
  const result = binary_iop(v, w, Nb.REMAINDER, "%=");
  leave();
  return result;
}

export function PyNumber_InPlaceLshift(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_InPlaceLshift);
  retire(Seg.PyNumber_InPlaceLshift__call);
  const result = binary_iop(v, w, Nb.LSHIFT, "<<=");
  leave();
  return result;
}

export function PyNumber_InPlaceRshift(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_InPlaceRshift);
  retire(Seg.PyNumber_InPlaceRshift__call);
  const result = binary_iop(v, w, Nb.RSHIFT, ">>=");
  leave();
  return result;
}

export function PyNumber_InPlaceAnd(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_InPlaceAnd);
  retire(Seg.PyNumber_InPlaceAnd__call);
  const result = binary_iop(v, w, Nb.AND, "&=");
  leave();
  return result;
}

export function PyNumber_InPlaceXor(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_InPlaceXor);
  retire(Seg.PyNumber_InPlaceXor__call);
  const result = binary_iop(v, w, Nb.XOR, "^=");
  leave();
  return result;
}

export function PyNumber_InPlaceOr(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_InPlaceOr);
  retire(Seg.PyNumber_InPlaceOr__call);
  const result = binary_iop(v, w, Nb.OR, "|=");
  leave();
  return result;
}
