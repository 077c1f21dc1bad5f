/**
 * The true call tree: for each path of charged functions from `main` on, how often its last function was
 * called from there, its own Ir, and the bytes it asked of malloc. Inclusive Ir is the sum of a subtree.
 * A profile made of this needs no guess about who caused which cost (callgrind's files do).
 *
 * Node 0 is the path of nobody; node 1 the first function that was entered. A run that nobody asks for the
 * tree has it switched off and pays one branch a call. A path that finds no room stays with its caller and
 * is counted in `tree_lost`.
 */
import { Node, NODES_MAX } from "../abi/call_tree";
import { check } from "../base/fault";

/** Slots of the open-addressed table from (parent, function) to node: 0 is free. */
const SLOTS: usize = 32768;
/** Frames of the C call stack: as in ledger.ts. */
const DEPTH_MAX: usize = 16384;

const state_at: usize = memory.data(24, 8);
const nodes_at: usize = memory.data(32 * 16384, 8);
const table_at: usize = memory.data(4 * 32768, 8);
const stack_at: usize = memory.data(4 * 16384, 8);

export function tree_switch(on: bool): void {
  store<u32>(state_at, on ? 1 : 0);
}

export function growing(): bool {
  return load<u32>(state_at) !== 0;
}

/** Nodes in use, the root included. */
export function tree_nodes(): u32 {
  return load<u32>(state_at, 4);
}

/** The node of the path that runs now. */
export function tree_current(): u32 {
  return load<u32>(state_at, 8);
}

/** Calls whose path found no room. */
export function tree_lost(): u64 {
  return load<u64>(state_at, 16);
}

export function tree_at(): usize {
  return nodes_at;
}

export function tree_reset(): void {
  if (!growing()) return;
  memory.fill(nodes_at, 0, 32 * NODES_MAX);
  memory.fill(table_at, 0, 4 * SLOTS);
  store<u32>(state_at, 1, 4);
  store<u32>(state_at, 0, 8);
  store<u64>(state_at, 0, 16);
}

/** A new process: the paths that it is on remain, nothing happened on them. */
export function tree_restart(): void {
  if (!growing()) return;
  for (let i: u32 = 1; i < tree_nodes(); i++) {
    store<u64>(node(i), 0, Node.CALLS);
    store<u64>(node(i), 0, Node.SELF);
    store<u64>(node(i), 0, Node.BYTES);
  }
}

function node(index: u32): usize {
  return nodes_at + ((<usize>index) << 5);
}

/** The node of `fn` called from `parent`; the parent itself when there is no room for another one. */
function child(parent: u32, fn: u32): u32 {
  let slot = (<usize>parent * 0x9e3779b1 + <usize>fn * 0x85ebca6b) & (SLOTS - 1);
  for (;;) {
    const found = load<u32>(table_at + (slot << 2));
    if (found === 0) break;
    if (load<u32>(node(found), Node.PARENT) === parent && load<u32>(node(found), Node.FN) === fn) {
      return found;
    }
    slot = (slot + 1) & (SLOTS - 1);
  }
  const made = tree_nodes();
  if (made >= <u32>NODES_MAX) {
    store<u64>(state_at, tree_lost() + 1, 16);
    return parent;
  }
  store<u32>(table_at + (slot << 2), made);
  store<u32>(node(made), parent, Node.PARENT);
  store<u32>(node(made), fn, Node.FN);
  store<u32>(state_at, made + 1, 4);
  return made;
}

/** The frame at `depth` begins; an inlined function is part of its caller's node. */
export function tree_enter(depth: u32, fn: u32, inlined: bool, times: u64): void {
  check(<usize>depth < DEPTH_MAX, depth);
  const parent = load<u32>(state_at, 8);
  store<u32>(stack_at + ((<usize>depth) << 2), parent);
  if (inlined) return;
  const at = child(parent, fn);
  store<u32>(state_at, at, 8);
  if (at !== parent) store<u64>(node(at), load<u64>(node(at), Node.CALLS) + times, Node.CALLS);
}

/** The frame at `depth` ends. */
export function tree_leave(depth: u32): void {
  store<u32>(state_at, load<u32>(stack_at + ((<usize>depth) << 2)), 8);
}

/** The current path costs `ir` more. */
export function tree_cost(ir: u64): void {
  const at = node(load<u32>(state_at, 8));
  store<u64>(at, load<u64>(at, Node.SELF) + ir, Node.SELF);
}

/** The current path asks malloc for `bytes` bytes in all. */
export function tree_bytes(bytes: u64): void {
  const at = node(load<u32>(state_at, 8));
  store<u64>(at, load<u64>(at, Node.BYTES) + bytes, Node.BYTES);
}
