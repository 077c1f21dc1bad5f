/** Records of events as the machine writes them (assembly/abi/events.ts), taken apart. */
import { type Ev, RECORD_FIELDS, RECORD_FUNCTIONS, RECORD_KINDS } from "../assembly/abi/events.ts";
import { Fn } from "../assembly/abi/functions.ts";
import type { EventRecord } from "./protocol.ts";

/** A bit for every event kind. */
const ALL_KINDS = 0xffffffff;

/** The record at `at`, which must lie within the buffer; `names` are those of the functions, by number. */
export function decodeRecord(
  records: Float64Array,
  at: number,
  names: { readonly [fn: number]: string | undefined },
): EventRecord {
  const [ir = 0, what = 0, addr = 0, a = 0, b = 0] = records.subarray(at, at + RECORD_FIELDS);
  const where = Math.floor(what / RECORD_KINDS);
  return {
    ir,
    kind: (what % RECORD_KINDS) as Ev,
    fn: names[where % RECORD_FUNCTIONS] ?? "?",
    depth: Math.floor(where / RECORD_FUNCTIONS),
    addr,
    a,
    b,
  };
}

/** The last record of a buffer whose kind is wanted and whose clock is below `before`, decoded. */
export function lastRecord(
  records: Float64Array,
  kinds = ALL_KINDS,
  before = Number.POSITIVE_INFINITY,
): EventRecord | null {
  const isMeant = (at: number) =>
    (records[at] ?? 0) < before && ((kinds >>> ((records[at + 1] ?? 0) % RECORD_KINDS)) & 1) !== 0;
  let at = records.length - RECORD_FIELDS;
  while (at >= 0 && !isMeant(at)) at -= RECORD_FIELDS;
  if (at < 0) return null;
  return decodeRecord(records, at, Fn);
}
