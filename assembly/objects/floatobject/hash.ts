/** Hash and truth of floats (Objects/floatobject.c, Objects/object.c: _Py_HashDouble). */
import { not_simulated } from "../../base/fault";

export function float_hash(value: f64): i64 {
  not_simulated("float_hash");
  return 0;
}

export function float_nonzero(op: u64): i32 {
  not_simulated("float_nonzero");
  return 0;
}
