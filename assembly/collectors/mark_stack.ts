/**
 * The mark stack: objects that were marked and whose fields were not yet looked at. It is a mapping of
 * its own that doubles when it is full; ints have no fields and are never pushed.
 */
import { allocate } from "../base/memory";
import { touch_write } from "../kernel/fault";
import { sys_mmap, sys_mremap } from "../kernel/syscalls";

const FIRST_BYTES: u64 = 65536;

@unmanaged
class MarkStack {
  /** The mapping in simulated memory, and its copy here. */
  addr: u64;
  bytes: u64;
  words: usize;
  count: u32;
}

const stack_at: usize = memory.data(32, 8);

function stack(): MarkStack {
  return changetype<MarkStack>(stack_at);
}

export function mark_stack_reset(): void {
  memory.fill(stack_at, 0, 32);
}

export function mark_stack_count(): u32 {
  return stack().count;
}

export function mark_push(op: u64): void {
  const s = stack();
  const offset = (<u64>s.count) << 3;
  if (offset === s.bytes) grow();
  touch_write(s.addr + offset, 8);
  store<u64>(s.words + <usize>offset, op);
  s.count += 1;
}

export function mark_pop(): u64 {
  stack().count -= 1;
  return load<u64>(stack().words + ((<usize>stack().count) << 3));
}

function grow(): void {
  const s = stack();
  const bytes = s.bytes === 0 ? FIRST_BYTES : s.bytes * 2;
  s.addr = s.bytes === 0 ? sys_mmap(bytes) : sys_mremap(s.addr, s.bytes, bytes);
  const words = allocate(<usize>bytes);
  if (s.bytes !== 0) memory.copy(words, s.words, <usize>s.bytes);
  s.words = words;
  s.bytes = bytes;
}
