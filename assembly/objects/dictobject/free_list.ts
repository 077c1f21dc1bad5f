/** Dead dictionaries, kept for the next ones (Objects/dictobject.c, free_list and numfree). */
import { check } from "../../base/fault";

const PyDict_MAXFREELIST: u32 = 80;

const numfree_at: usize = memory.data(8, 8);
const free_list_at: usize = memory.data(8 * 80, 8);

export function dict_free_list_reset(): void {
  store<u32>(numfree_at, 0);
}

/** How many dead dictionaries are kept. */
export function dict_numfree(): u32 {
  return load<u32>(numfree_at);
}

export function dict_free_list_has_room(): bool {
  return dict_numfree() < PyDict_MAXFREELIST;
}

/** Keeps a dead dictionary for the next one, or at entry. */
export function load_free_dict(op: u64): void {
  const numfree = dict_numfree();
  check(numfree < PyDict_MAXFREELIST, op);
  store<u64>(free_list_at + ((<usize>numfree) << 3), op);
  store<u32>(numfree_at, numfree + 1);
}

/** The dead dictionary that died last; there must be one. */
export function take_free_dict(): u64 {
  const op = last_free_dict();
  check(op !== 0, 0);
  forget_free_dicts(1);
  return op;
}

/** The dictionary that the next one will be; 0 where none is kept. */
export function last_free_dict(): u64 {
  const numfree = dict_numfree();
  return numfree === 0 ? 0 : load<u64>(free_list_at + ((<usize>(numfree - 1)) << 3));
}

/** The next dead dictionaries are in use by what is not modelled. */
export function forget_free_dicts(count: u32): void {
  const numfree = dict_numfree();
  store<u32>(numfree_at, numfree > count ? numfree - count : 0);
}
