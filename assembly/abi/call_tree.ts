/** Nodes of the call tree as they lie in the machine's memory (assembly/meter/call_tree.ts): 32 bytes each. */

/** The most paths that are told apart. */
export const NODES_MAX: i32 = 16384;
export const NODE_BYTES: i32 = 32;

/** Offsets of a node's fields. */
export enum Node {
  /** u32: the caller's node, 0 for none. */
  PARENT = 0,
  /** u32: the function. */
  FN = 4,
  /** u64: its own Ir on this path. */
  SELF = 8,
  /** u64: calls on this path. */
  CALLS = 16,
  /** u64: bytes that were asked of malloc while it was the innermost function with a symbol. */
  BYTES = 24,
}
