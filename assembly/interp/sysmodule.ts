/** The module sys (Python/sysmodule.c). */
import { not_simulated } from "../base/fault";

export function define_sys_functions(): void {
  not_simulated("define_sys_functions");
}

export function sys_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  not_simulated("sys_call");
  return 0;
}

export function PySys_GetStdout(): u64 {
  not_simulated("PySys_GetStdout");
  return 0;
}

export function PySys_GetStderr(): u64 {
  not_simulated("PySys_GetStderr");
  return 0;
}
