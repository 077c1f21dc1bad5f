/** Look-ups in dictionaries of the start-up that the machine does not have: only their cost is known. */
import { Fn } from "../../abi/functions";
import { Ty } from "../../abi/types";
import { Seg } from "../../abi/segments";
import { enter_slow, leave, retire } from "../../meter/ledger";
import { lookup_elsewhere, lookup_in_type } from "./lookdict";
import { type_dict_mask } from "./type_dicts";

/** PyDict_GetItem with a str that knows its hash. */
export function hash_is_known(): void {
  retire(Seg.PyDict_GetItem__hash_is_known);
}

/** PyDict_GetItem in the dictionary of a type: a call also where a compiler inlines that for an instance. */
export function PyDict_GetItem_type(type: Ty, hash: i64, found: bool): void {
  enter_slow(Fn.PyDict_GetItem);
  hash_is_known();
  if (type_dict_mask(type) !== 0 && hash !== -1) lookup_in_type(type, <u64>hash);
  else lookup_elsewhere(found);
  leave();
}
