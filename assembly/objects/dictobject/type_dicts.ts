/**
 * Which keys lie where in the dictionaries of types (tp_dict): what looking up a method costs depends on
 * whom it meets. Recorded are the slots that are in use, each with 16 bits of its key's hash.
 */
import { Section } from "../../abi/layout";
import { Ty } from "../../abi/types";
import { recorded_count, recorded_rows } from "../../base/recorded";

/** What an empty slot holds. */
export const EMPTY_SLOT: u32 = 0;
/** Set in a slot that is in use, beside the bits of the hash. */
const IN_USE: u32 = 0x10000;
const HASH_SHIFT: u64 = 16;
const HASH_BITS: u64 = 0xffff;
/** Largest table of a recorded type. */
const SLOTS_MAX: u32 = 128;
const ROW_BYTES: usize = 32;

const slots_at: usize = memory.data(4 * 128 * 256, 8);
const masks_at: usize = memory.data(256, 8);

/** Reads the recorded rows: type, mask, slot, bits of the hash. */
export function load_type_dicts(): void {
  memory.fill(slots_at, 0, 4 * SLOTS_MAX * 256);
  memory.fill(masks_at, 0, 256);
  const rows = recorded_rows(Section.TYPE_DICT);
  for (let i: u32 = 0; i < recorded_count(Section.TYPE_DICT); i++) {
    const row = rows + <usize>i * ROW_BYTES;
    const type = <Ty>load<u64>(row);
    const slot = <u64>load<u64>(row, 16);
    store<u8>(masks_at + <usize>type, <u8>load<u64>(row, 8));
    store<u32>(address_of(type, slot), IN_USE | <u32>load<u64>(row, 24));
  }
}

function address_of(type: Ty, slot: u64): usize {
  return slots_at + ((<usize>type * SLOTS_MAX + <usize>slot) << 2);
}

/** Slots less one; 0 where the dictionary was not recorded. */
export function type_dict_mask(type: Ty): u64 {
  return load<u8>(masks_at + <usize>type);
}

export function type_dict_slot(type: Ty, slot: u64): u32 {
  return load<u32>(address_of(type, slot));
}

/** What a slot holds whose key has this hash. */
export function fingerprint(hash: u64): u32 {
  return IN_USE | <u32>((hash >> HASH_SHIFT) & HASH_BITS);
}
