/** The % operator of strings (Objects/stringobject.c: PyString_Format). */
import { not_simulated } from "../../base/fault";

export function PyString_Format(format: u64, args: u64): u64 {
  not_simulated("PyString_Format");
  return 0;
}
