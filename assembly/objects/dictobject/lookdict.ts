/** lookdict and lookdict_string (Objects/dictobject.c). */
import { not_simulated } from "../../base/fault";

export function PyDict_GetItem_of_globals(op: u64, key: u64): u64 {
  not_simulated("PyDict_GetItem_of_globals");
  return 0;
}
