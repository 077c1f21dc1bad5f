/**
 * The object around a word that the model defines: its head is a plausible reference count followed by
 * the address of a type object. Pure.
 */
import { Owner } from "../../../assembly/abi/layout.ts";
import type { RunSummary } from "../../../workers/protocol.ts";
import type { WordView } from "../words.ts";
import type { NamedWord } from "./structures.ts";

/** A count above this is an address. */
const REFCNT_MAX = 2 ** 32;
/** Words of an object that are listed; tables and long strings have more. */
const FIELDS_MAX = 24;

/** Fields behind ob_refcnt and ob_type, in the order of CPython's headers. */
const FIELDS: Record<string, readonly string[]> = {
  list: ["ob_size", "ob_item", "allocated"],
  str: ["ob_size", "ob_shash", "ob_sstate, ob_sval", "ob_sval"],
  tuple: ["ob_size"],
  dict: ["ma_fill", "ma_used", "ma_mask", "ma_table", "ma_lookup"],
  float: ["ob_fval"],
  int: ["ob_ival"],
  bool: ["ob_ival"],
  long: ["ob_size"],
  instance: ["in_class", "in_dict", "in_weakreflist"],
  iterator: ["it_index", "it_seq"],
  listiterator: ["it_index", "it_seq"],
  tupleiterator: ["it_index", "it_seq"],
  xrange: ["start", "step", "len"],
  rangeiterator: ["index", "start", "step", "len"],
  slice: ["start", "stop", "step"],
  function: [
    ...["func_code", "func_globals", "func_defaults", "func_closure"],
    ...["func_doc", "func_name", "func_dict", "func_weakreflist", "func_module"],
  ],
  frame: [
    ...["ob_size", "f_back", "f_code", "f_builtins", "f_globals", "f_locals"],
    ...["f_valuestack", "f_stacktop", "f_trace"],
  ],
};

/** Types whose last named field begins an array of references. */
const ARRAYS: Record<string, string> = { tuple: "ob_item", long: "ob_digit" };

export interface FoundObject {
  type: string;
  addr: number;
  fields: NamedWord[];
}

/** Null when the words around `addr` begin with no object: they are part of a table. */
export function objectAround(
  words: readonly WordView[],
  addr: number,
  types: RunSummary["types"],
): FoundObject | null {
  const names = new Map(types);
  const isField = (view: WordView | undefined) => view?.owner === Owner.LIST;
  for (let at = words.findIndex((view) => view.addr === addr); isField(words[at]); at -= 1) {
    const head = words[at];
    const type = names.get(words[at + 1]?.value ?? 0);
    if (head === undefined || type === undefined) continue;
    if (!isField(words[at + 1]) || head.value <= 0 || head.value >= REFCNT_MAX) continue;
    return { type, addr: head.addr, fields: fieldsFrom(words, at, type) };
  }
  return null;
}

function fieldsFrom(words: readonly WordView[], at: number, type: string): NamedWord[] {
  const names = ["ob_refcnt", "ob_type", ...(FIELDS[type] ?? [])];
  const items = ARRAYS[type];
  const size = Math.abs(Number(words[at + 2]?.integer ?? 0));
  const count = items === undefined ? names.length : Math.min(FIELDS_MAX, names.length + size);
  return Array.from({ length: count }, (_, index) => {
    const name = names[index] ?? `${items}[${index - names.length}]`;
    const view = words[at + index];
    return view?.owner === Owner.LIST ? [{ name, view }] : [];
  }).flat();
}
