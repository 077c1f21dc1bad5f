/** Strings beside literals. */
import { not_simulated } from "../../base/fault";

export function string_is(op: u64, literal: string): bool {
  not_simulated("string_is");
  return false;
}
