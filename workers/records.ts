/** Records of events as the machine writes them (assembly/abi/events.ts), taken apart. */
import { type Ev, RECORD_FIELDS, RECORD_FUNCTIONS, RECORD_KINDS } from "../assembly/abi/events.ts";
import { Fn } from "../assembly/abi/functions.ts";
import type { EventRecord } from "./protocol.ts";

/** The record at `at`, which must lie within the buffer. */
export function decodeRecord(records: Float64Array, at: number): EventRecord {
  const [ir = 0, what = 0, addr = 0, a = 0, b = 0] = records.subarray(at, at + RECORD_FIELDS);
  const where = Math.floor(what / RECORD_KINDS);
  return {
    ir,
    kind: (what % RECORD_KINDS) as Ev,
    fn: Fn[where % RECORD_FUNCTIONS] ?? "?",
    depth: Math.floor(where / RECORD_FUNCTIONS),
    addr,
    a,
    b,
  };
}
