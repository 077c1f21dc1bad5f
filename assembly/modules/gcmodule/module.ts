/** The module gc (Modules/gcmodule.c). */
import { not_simulated } from "../../base/fault";

export function define_gc_functions(): void {
  not_simulated("define_gc_functions");
}

export function gc_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  not_simulated("gc_call");
  return 0;
}
