/** Imports (Python/import.c). */
import { not_simulated } from "../base/fault";

export function PyImport_ImportModuleLevel(name: u64, globals: u64, fromlist: u64): u64 {
  not_simulated("PyImport_ImportModuleLevel");
  return 0;
}

export function imports_reset(): void {
  not_simulated("imports_reset");
}

export function define_modules(): void {
  not_simulated("define_modules");
}
