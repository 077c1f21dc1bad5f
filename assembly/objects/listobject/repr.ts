/** list_repr (Objects/listobject.c). */
import { not_simulated } from "../../base/fault";

export function list_repr(op: u64): u64 {
  not_simulated("list_repr");
  return 0;
}
