/** The machine's surface, continued: tables that the meter keeps. */
import { tree_at, tree_lost, tree_nodes, tree_switch } from "./meter/call_tree";
import { heap_log_count, heap_log_piece, heap_log_switch } from "./meter/heap_log";
import { requests_slots, requests_table } from "./meter/requests";
import { samples_address, samples_count } from "./meter/samples";
import { tally_cells, tally_length, tally_switch } from "./meter/tally";

/** The table of malloc's requested sizes: pairs of (size + 1, count), 0 where unused. */
export function requests(): usize {
  return requests_table();
}

export function request_slots(): u32 {
  return requests_slots();
}

/** Switches the tally on or off; its cells and how many there are (assembly/meter/tally.ts). */
export function tally(on: u32): void {
  tally_switch(on !== 0);
}

export function tallied(): usize {
  return tally_cells();
}

export function tally_slots(): u32 {
  return tally_length();
}

/** Switches the call tree on or off; its nodes, how many there are, and calls that found no room. */
export function call_tree(on: u32): void {
  tree_switch(on !== 0);
}

export function call_tree_at(): usize {
  return tree_at();
}

export function call_tree_nodes(): u32 {
  return tree_nodes();
}

export function call_tree_lost(): f64 {
  return <f64>tree_lost();
}

/** Samples of the last run (`Sample`), 64-bit floats, and how many rows there are. */
export function samples(): usize {
  return samples_address();
}

export function sample_count(): u32 {
  return samples_count();
}

/** Switches the log of malloc's calls on or off; its records (assembly/meter/heap_log.ts). */
export function heap_log(on: u32): void {
  heap_log_switch(on !== 0);
}

export function heap_records(): u32 {
  return heap_log_count();
}

export function heap_piece(index: u32): usize {
  return heap_log_piece(index);
}
