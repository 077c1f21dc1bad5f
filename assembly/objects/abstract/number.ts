/** Number protocol (Objects/abstract.c). */
import { not_simulated } from "../../base/fault";

export function PyNumber_Add(v: u64, w: u64): u64 {
  not_simulated("PyNumber_Add");
  return 0;
}

export function PyNumber_Subtract(v: u64, w: u64): u64 {
  not_simulated("PyNumber_Subtract");
  return 0;
}

export function PyNumber_Multiply(v: u64, w: u64): u64 {
  not_simulated("PyNumber_Multiply");
  return 0;
}

export function PyNumber_Divide(v: u64, w: u64): u64 {
  not_simulated("PyNumber_Divide");
  return 0;
}

export function PyNumber_TrueDivide(v: u64, w: u64): u64 {
  not_simulated("PyNumber_TrueDivide");
  return 0;
}

export function PyNumber_FloorDivide(v: u64, w: u64): u64 {
  not_simulated("PyNumber_FloorDivide");
  return 0;
}

export function PyNumber_Remainder(v: u64, w: u64): u64 {
  not_simulated("PyNumber_Remainder");
  return 0;
}

export function PyNumber_Divmod(v: u64, w: u64): u64 {
  not_simulated("PyNumber_Divmod");
  return 0;
}

export function PyNumber_Power(v: u64, w: u64, z: u64): u64 {
  not_simulated("PyNumber_Power");
  return 0;
}

export function PyNumber_Lshift(v: u64, w: u64): u64 {
  not_simulated("PyNumber_Lshift");
  return 0;
}

export function PyNumber_Rshift(v: u64, w: u64): u64 {
  not_simulated("PyNumber_Rshift");
  return 0;
}

export function PyNumber_And(v: u64, w: u64): u64 {
  not_simulated("PyNumber_And");
  return 0;
}

export function PyNumber_Xor(v: u64, w: u64): u64 {
  not_simulated("PyNumber_Xor");
  return 0;
}

export function PyNumber_Or(v: u64, w: u64): u64 {
  not_simulated("PyNumber_Or");
  return 0;
}

export function PyNumber_InPlaceAdd(v: u64, w: u64): u64 {
  not_simulated("PyNumber_InPlaceAdd");
  return 0;
}

export function PyNumber_InPlaceSubtract(v: u64, w: u64): u64 {
  not_simulated("PyNumber_InPlaceSubtract");
  return 0;
}

export function PyNumber_InPlaceMultiply(v: u64, w: u64): u64 {
  not_simulated("PyNumber_InPlaceMultiply");
  return 0;
}

export function PyNumber_InPlaceDivide(v: u64, w: u64): u64 {
  not_simulated("PyNumber_InPlaceDivide");
  return 0;
}

export function PyNumber_InPlaceTrueDivide(v: u64, w: u64): u64 {
  not_simulated("PyNumber_InPlaceTrueDivide");
  return 0;
}

export function PyNumber_InPlaceFloorDivide(v: u64, w: u64): u64 {
  not_simulated("PyNumber_InPlaceFloorDivide");
  return 0;
}

export function PyNumber_InPlaceRemainder(v: u64, w: u64): u64 {
  not_simulated("PyNumber_InPlaceRemainder");
  return 0;
}

export function PyNumber_InPlacePower(v: u64, w: u64, z: u64): u64 {
  not_simulated("PyNumber_InPlacePower");
  return 0;
}

export function PyNumber_InPlaceLshift(v: u64, w: u64): u64 {
  not_simulated("PyNumber_InPlaceLshift");
  return 0;
}

export function PyNumber_InPlaceRshift(v: u64, w: u64): u64 {
  not_simulated("PyNumber_InPlaceRshift");
  return 0;
}

export function PyNumber_InPlaceAnd(v: u64, w: u64): u64 {
  not_simulated("PyNumber_InPlaceAnd");
  return 0;
}

export function PyNumber_InPlaceXor(v: u64, w: u64): u64 {
  not_simulated("PyNumber_InPlaceXor");
  return 0;
}

export function PyNumber_InPlaceOr(v: u64, w: u64): u64 {
  not_simulated("PyNumber_InPlaceOr");
  return 0;
}

export function PyNumber_Negative(v: u64): u64 {
  not_simulated("PyNumber_Negative");
  return 0;
}

export function PyNumber_Positive(v: u64): u64 {
  not_simulated("PyNumber_Positive");
  return 0;
}

export function PyNumber_Invert(v: u64): u64 {
  not_simulated("PyNumber_Invert");
  return 0;
}

export function PyNumber_Absolute(v: u64): u64 {
  not_simulated("PyNumber_Absolute");
  return 0;
}

export function PyIndex_Check(v: u64): bool {
  not_simulated("PyIndex_Check");
  return false;
}

export function PyNumber_AsSsize_t(v: u64, err: i32): i64 {
  not_simulated("PyNumber_AsSsize_t");
  return 0;
}
