/**
 * Facts: what the calls of a process are answered (abi/process.ts, ADR 0007). The host writes them in
 * front of the machine's own memory before a run; a call looks its fact up by kind and two numbers.
 *
 *   const answer = find_fact(FactKind.MESSAGE, pipe, index);   // address of its words, 0: not known
 *   if (answer === 0) block_on(FactKind.MESSAGE, pipe, index); // the run ends here, Stop.BLOCKED
 *   store<u64>(publish(FactKind.MESSAGE, pipe, index, 1), 42); // what others may be answered
 *
 * What a run publishes the host adds to the facts of the runs that follow. A run is repeated with more
 * facts until it needs none that is missing, so it publishes the same again: a fact must depend on nothing
 * but what the process did, and never change.
 */
import { FACT_HEAD, FactKind } from "../abi/process";
import { Fault, Stop } from "../abi/stop";
import { fail, halt, stop_reason } from "./fault";
import {
  Table,
  allocate,
  memory_front,
  memory_front_bytes,
  table_add,
  table_at,
  table_init,
} from "./memory";

@unmanaged
class Facts {
  /** Open-addressed table of fact addresses (32 bits each) and its size less one. */
  slots: usize;
  mask: u32;
}

const facts_at: usize = memory.data(16, 8);

function facts(): Facts {
  return changetype<Facts>(facts_at);
}

function slot_of(kind: u64, a: u64, b: u64): u32 {
  const mixed = (kind * 0x9e3779b97f4a7c15) ^ (a * 0xc2b2ae3d27d4eb4f) ^ (b * 0x165667b19e3779f9);
  return <u32>((mixed * 0x9e3779b97f4a7c15) >> 32) & facts().mask;
}

const outbox_at: usize = memory.data(32, 8);
const OUTBOX_SHIFT: u32 = 6;
const OUTBOX_MAX: u32 = 1 << 20;

/** What the run published: a table of addresses (32 bits). */
export function outbox(): Table {
  return changetype<Table>(outbox_at);
}

/** A fact that the run establishes: the address of its `count` own words, which are 0. */
export function publish(kind: FactKind, a: u64, b: u64, count: u32): usize {
  const at = allocate((<usize>FACT_HEAD + count) * 8);
  store<u64>(at, <u64>kind);
  store<u64>(at, a, 8);
  store<u64>(at, b, 16);
  store<u64>(at, count, 24);
  store<u32>(table_at(outbox(), table_add(outbox())), <u32>at);
  return at + FACT_HEAD * 8;
}

/** Nothing was published; what the host wrote is read. */
export function facts_reset(): void {
  table_init(outbox(), 4, OUTBOX_SHIFT, OUTBOX_MAX);
  read_facts();
}

/** Reads what the host wrote and makes the table. */
export function read_facts(): void {
  facts().slots = 0;
  const front = memory_front();
  const end = front + memory_front_bytes();
  let count: u32 = 0;
  if (memory_front_bytes() !== 0) count = <u32>load<u64>(front);
  if (count === 0) return;
  let size: u32 = 16;
  while (size < 2 * count) size <<= 1;
  facts().slots = allocate(<usize>size * 4);
  facts().mask = size - 1;
  let at = front + 8;
  for (let i: u32 = 0; i < count; i++) {
    if (at + FACT_HEAD * 8 > end) fail(Fault.BAD_FACTS, i);
    let slot = slot_of(load<u64>(at), load<u64>(at, 8), load<u64>(at, 16));
    while (load<u32>(facts().slots + ((<usize>slot) << 2)) !== 0) slot = (slot + 1) & facts().mask;
    store<u32>(facts().slots + ((<usize>slot) << 2), <u32>at);
    at += (<usize>FACT_HEAD + <usize>load<u64>(at, 24)) * 8;
  }
}

/** Where the own words of a fact lie, 0 where it is not known. */
export function find_fact(kind: FactKind, a: u64, b: u64): usize {
  if (facts().slots === 0) return 0;
  let slot = slot_of(<u64>kind, a, b);
  while (true) {
    const at = <usize>load<u32>(facts().slots + ((<usize>slot) << 2));
    if (at === 0) return 0;
    if (load<u64>(at) === <u64>kind && load<u64>(at, 8) === a && load<u64>(at, 16) === b) {
      return at + FACT_HEAD * 8;
    }
    slot = (slot + 1) & facts().mask;
  }
}

/** How many own words the fact at `words` (a result of find_fact) has. */
export function fact_length(words: usize): u64 {
  return load<u64>(words - 8);
}

/** Ends the run because a fact is missing; `b` = u64.MAX_VALUE stands for any of `a`'s. */
export function block_on(kind: FactKind, a: u64, b: u64): void {
  const reason = stop_reason();
  reason.waits_kind = <u32>kind;
  reason.waits_a = a;
  reason.waits_b = b;
  halt(Stop.BLOCKED);
}
