/** str.format (Objects/stringlib/string_format.h). */
import { not_simulated } from "../../base/fault";

export function do_string_format(self: u64, args: u64, kwargs: u64): u64 {
  not_simulated("str.format()");
  return self + args + kwargs;
}
