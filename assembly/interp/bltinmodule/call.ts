/** Built-in functions (Python/bltinmodule.c). */
import { not_simulated } from "../../base/fault";

export function define_builtins(): void {}

export function builtin_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  not_simulated("builtin_call");
  return 0;
}
