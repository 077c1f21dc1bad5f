/**
 * What processes write to shared arrays. Each process is a run of its own, so a write reaches another one
 * when the two meet: with a message, and at the end of a child that is waited for (ADR 0009). Writes that a
 * program could see earlier, without waiting for anything, are not seen.
 */
import { FactKind } from "../../abi/process";
import { fact_length, find_fact, publish } from "../../base/facts";
import { Table, table_add, table_at, table_init } from "../../base/memory";
import { is_self } from "../../kernel/process";
import { store_bytes } from "../array_values";

/** An item that was stored. */
@unmanaged
class Write {
  addr: u64;
  bytes: u64;
  bits: u64;
}

const WRITE_BYTES: u32 = 24;
const WRITES_SHIFT: u32 = 10;
const WRITES_MAX: u32 = 1 << 24;
const WORDS: u32 = 3;

const writes_at: usize = memory.data(32, 8);
/** Writes that were published already. */
const told_at: usize = memory.data(8, 8);

function writes(): Table {
  return changetype<Table>(writes_at);
}

export function shared_writes_reset(): void {
  table_init(writes(), WRITE_BYTES, WRITES_SHIFT, WRITES_MAX);
  store<u64>(told_at, 0);
}

/** A new process has told nobody anything, and what its parent wrote it need not tell. */
export function begin_shared_writes(): void {
  store<u32>(told_at, writes().count);
}

/** From the first fork on there is somebody to tell; what was written before, every child has. */
export function share_writes(): void {
  store<u32>(told_at, 1, 4);
}

/** Stores an item of a shared array and notes it. */
export function store_shared(addr: u64, bytes: u64, bits: u64): void {
  store_bytes(addr, bytes, bits);
  if (load<u32>(told_at, 4) === 0) return;
  const write = changetype<Write>(table_at(writes(), table_add(writes())));
  write.addr = addr;
  write.bytes = bytes;
  write.bits = bits;
}

/** Tells the others, under this name, what was written since the last time. */
export function publish_writes(a: u64, b: u64): void {
  const from = load<u32>(told_at);
  const count = writes().count - from;
  store<u32>(told_at, writes().count);
  if (!is_self() || count === 0) return;
  const words = publish(FactKind.SHARED, a, b, count * WORDS);
  for (let i: u32 = 0; i < count; i++) {
    memory.copy(words + <usize>i * WRITE_BYTES, table_at(writes(), from + i), <usize>WRITE_BYTES);
  }
}

/** Takes over what another process told under this name. */
export function apply_writes(a: u64, b: u64): void {
  const words = find_fact(FactKind.SHARED, a, b);
  if (words === 0) return;
  const count = fact_length(words) / WORDS;
  for (let i: u64 = 0; i < count; i++) {
    const write = changetype<Write>(words + <usize>i * WRITE_BYTES);
    store_shared(write.addr, write.bytes, write.bits);
  }
}
