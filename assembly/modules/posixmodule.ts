/** os and multiprocessing: names that wait for processes. */
import { not_simulated } from "../base/fault";

export function define_os_functions(): void {
  not_simulated("define_os_functions");
}

export function os_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  not_simulated("os_call");
  return 0;
}
