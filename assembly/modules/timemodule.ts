/** The module time (Modules/timemodule.c). */
import { not_simulated } from "../base/fault";

export function define_time_functions(): void {
  not_simulated("define_time_functions");
}

export function time_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  not_simulated("time_call");
  return 0;
}
