/** dict(...) and update (Objects/dictobject.c). */
import { not_simulated } from "../../base/fault";

export function dict_new(args: u64, kwargs: u64): u64 {
  not_simulated("dict_new");
  return args + kwargs;
}
