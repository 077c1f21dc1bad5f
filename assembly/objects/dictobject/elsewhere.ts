/** Look-ups in dictionaries of the start-up that the machine does not have: only their cost is known. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { enter, leave, retire } from "../../meter/ledger";
import { lookup_elsewhere } from "./lookdict";

/** PyDict_GetItem with a str that knows its hash. */
export function hash_is_known(): void {
  retire(Seg.PyDict_GetItem__hash_is_known);
}

/** PyDict_GetItem where no other key is in the way. */
export function PyDict_GetItem_elsewhere(found: bool): void {
  enter(Fn.PyDict_GetItem);
  hash_is_known();
  lookup_elsewhere(found);
  leave();
}
