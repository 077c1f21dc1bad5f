/** The module's code object: bytecode, constants and names, as the host compiled them. */
import { Fault } from "../abi/stop";
import { check, fail } from "../base/fault";

const CODE_MAX: u32 = 65536;
const ENTRIES_MAX: u32 = 256;

@unmanaged
class Code {
  bytes: u32;
  consts: u32;
  names: u32;
}

const code_at: usize = memory.data(16, 8);
const bytes_at: usize = memory.data(65536, 8);
/** kind, value. */
const consts_at: usize = memory.data(16 * 256, 8);
const names_at: usize = memory.data(8 * 256, 8);

function code(): Code {
  return changetype<Code>(code_at);
}

export function code_reset(): void {
  memory.fill(code_at, 0, 16);
}

/** Appends 8 bytes of code. */
export function load_code_word(word: u64): void {
  if (code().bytes + 8 > CODE_MAX) fail(Fault.TABLE_FULL, CODE_MAX);
  store<u64>(bytes_at + <usize>code().bytes, word);
  code().bytes += 8;
}

export function load_const(kind: u64, value: u64): void {
  if (code().consts >= ENTRIES_MAX) fail(Fault.TABLE_FULL, ENTRIES_MAX);
  const at = consts_at + <usize>code().consts * 16;
  store<u64>(at, kind);
  store<u64>(at, value, 8);
  code().consts += 1;
}

export function load_name(kind: u64): void {
  if (code().names >= ENTRIES_MAX) fail(Fault.TABLE_FULL, ENTRIES_MAX);
  store<u64>(names_at + ((<usize>code().names) << 3), kind);
  code().names += 1;
}

export function code_byte(offset: u32): u8 {
  check(offset < code().bytes, offset);
  return load<u8>(bytes_at + <usize>offset);
}

export function const_kind(index: u32): u64 {
  check(index < code().consts, index);
  return load<u64>(consts_at + <usize>index * 16);
}

export function const_value(index: u32): u64 {
  check(index < code().consts, index);
  return load<u64>(consts_at + <usize>index * 16, 8);
}

export function name_kind(index: u32): u64 {
  check(index < code().names, index);
  return load<u64>(names_at + ((<usize>index) << 3));
}
