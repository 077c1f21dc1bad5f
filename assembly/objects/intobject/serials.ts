/**
 * The debug layer's number of the request for each int block (Objects/obmalloc.c, serialno). Blocks that are
 * made one after the other have numbers that follow each other: one number is kept for a group of blocks,
 * and one a block only where the group's do not follow.
 */
import { Cfg } from "../../abi/layout";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import { Table, allocate, table_add, table_at, table_init } from "../../base/memory";

const GROUP_SHIFT: u32 = 6;
const GROUP: u32 = 1 << GROUP_SHIFT;

@unmanaged
class Group {
  /** The number of the group's first block, if the others follow it; modulo 2^32. */
  law: u32;
  /** Blocks [0, told) of the group have one. */
  told: u32;
  /** A number for each block, or 0 while all follow the law. */
  each: u32;
}

const GROUP_RECORD: u32 = 12;
const table_static: usize = memory.data(32, 8);

function table(): Table {
  return changetype<Table>(table_static);
}

function group(index: u32): Group {
  return changetype<Group>(table_at(table(), index));
}

export function serials_reset(blocks_max: u32): void {
  table_init(table(), GROUP_RECORD, 8, blocks_max >> GROUP_SHIFT);
}

/** The number of the request for block `number`; 0 where that was not recorded. */
export function serial_of(number: u32): u64 {
  if (number >> GROUP_SHIFT >= table().count) return 0;
  const g = group(number >> GROUP_SHIFT);
  const within = number & (GROUP - 1);
  if (g.each !== 0) return load<u32>(<usize>g.each + ((<usize>within) << 2));
  return within < g.told ? g.law + within : 0;
}

/** Block `number` was made by request `serial`; 0: not recorded. A build without the debug layer keeps nothing. */
export function serial_set(number: u32, serial: u64): void {
  if (cfg(Cfg.DEBUG_BYTES) === 0) return;
  check(serial >> 32 === 0, serial);
  while (number >> GROUP_SHIFT >= table().count) table_add(table());
  const g = group(number >> GROUP_SHIFT);
  const within = number & (GROUP - 1);
  if (g.each === 0) {
    if (within === 0 && g.told === 0 && serial !== 0) g.law = <u32>serial;
    if (within <= g.told && serial !== 0 && g.law + within === <u32>serial) {
      if (within === g.told) g.told = within + 1;
      return;
    }
    tell_each(number >> GROUP_SHIFT);
  }
  store<u32>(<usize>g.each + ((<usize>within) << 2), <u32>serial);
}

/** The group's numbers no longer follow each other. */
function tell_each(index: u32): void {
  const at = allocate((<usize>GROUP) << 2);
  const g = group(index);
  for (let i: u32 = 0; i < g.told; i++) store<u32>(at + ((<usize>i) << 2), g.law + i);
  g.each = <u32>at;
}
