/**
 * What a turn of a loop works with, for all its turns at once: the stack and the variables of the
 * frame, each an object that stays, an int that follows a law, or an item that nobody looks into.
 */
import { Ty } from "../../../abi/types";
import { check } from "../../../base/fault";
import { PyInt_AS_LONG } from "../../../objects/intobject/convert";
import { Py_TYPE } from "../../../objects/object/refcount";
import { Polynomial, polynomial_set } from "./polynomial";

export enum Kind {
  /** The same object in every turn, of whatever type. */
  OBJECT,
  /** An int whose value follows `law`. */
  INT,
  /** An item of the list that the loop walks: another object each turn. */
  ITEM,
  /** The method append of the list `object`. */
  APPEND,
}

@unmanaged
export class Value {
  kind: u32;
  /** 1 where each turn makes the object: it takes a free slot. */
  made: u32;
  /** OBJECT, and INT as long as the law is constant: the object. */
  object: u64;
  a: i64;
  d: i64;
  e: i64;
}

/** A variable that the turn reads or writes. */
@unmanaged
export class Variable {
  /** Opcode family and index: where it lives. */
  key: u64;
  /** 1 where a turn reads what the turn before it left. */
  carried: u32;
  written: u32;
  /** Object bound when the turn begins. */
  object: u64;
}

const VALUE_BYTES: usize = 40;
const VARIABLE_BYTES: usize = 24 + 2 * 40;
const STACK_MAX: u32 = 16;
export const VARIABLES_MAX: u32 = 8;

@unmanaged
class Counts {
  depth: u32;
  variables: u32;
}

const counts_at: usize = memory.data(8, 8);
const stack_at: usize = memory.data(40 * 16, 8);
const variables_at: usize = memory.data(104 * 8, 8);

function counts(): Counts {
  return changetype<Counts>(counts_at);
}

/** The law of an int, in place. */
export function law(value: Value): Polynomial {
  return changetype<Polynomial>(changetype<usize>(value) + offsetof<Value>("a"));
}

export function value_copy(to: Value, from: Value): void {
  memory.copy(changetype<usize>(to), changetype<usize>(from), VALUE_BYTES);
}

/** What `object` is to a loop that does not change it. */
export function value_of_object(to: Value, object: u64): void {
  to.kind = Kind.OBJECT;
  to.made = 0;
  to.object = object;
  polynomial_set(law(to), 0, 0, 0);
  if (Py_TYPE(object) !== Ty.int) return;
  to.kind = Kind.INT;
  polynomial_set(law(to), PyInt_AS_LONG(object), 0, 0);
}

export function stack_clear(): void {
  counts().depth = 0;
}

export function stack_depth(): u32 {
  return counts().depth;
}

export function stack_has_room(): bool {
  return counts().depth < STACK_MAX;
}

/** The entry `depth` below the top, 1 = the top. */
export function entry(depth: u32): Value {
  return changetype<Value>(stack_at + <usize>(counts().depth - depth) * VALUE_BYTES);
}

/** A new top entry, to be filled. */
export function stack_push(): Value {
  check(stack_has_room(), counts().depth);
  counts().depth += 1;
  return entry(1);
}

export function stack_drop(count: u32): void {
  counts().depth -= count;
}

/** The two uppermost entries once more (DUP_TOPX 2). */
export function duplicate_two(): bool {
  if (stack_depth() < 2 || counts().depth + 2 > STACK_MAX) return false;
  value_copy(stack_push(), entry(3));
  value_copy(stack_push(), entry(3));
  return true;
}

/** The top goes below the two next entries (ROT_THREE). */
export function rotate_three(): bool {
  if (stack_depth() < 3 || !stack_has_room()) return false;
  const top = stack_push();
  value_copy(top, entry(2));
  value_copy(entry(2), entry(3));
  value_copy(entry(3), entry(4));
  value_copy(entry(4), top);
  stack_drop(1);
  return true;
}

export function variables_clear(): void {
  counts().variables = 0;
}

export function variables(): u32 {
  return counts().variables;
}

export function variable(index: u32): Variable {
  return changetype<Variable>(variables_at + <usize>index * VARIABLE_BYTES);
}

/** What the variable is when a turn begins. */
export function at_start(v: Variable): Value {
  return changetype<Value>(changetype<usize>(v) + 24);
}

/** What the variable is where the turn has come to. */
export function now(v: Variable): Value {
  return changetype<Value>(changetype<usize>(v) + 24 + VALUE_BYTES);
}

/** The variable of `key`, or null. */
export function variable_find(key: u64): Variable | null {
  for (let i: u32 = 0; i < counts().variables; i++) {
    if (variable(i).key === key) return variable(i);
  }
  return null;
}

/** A variable that was not met before, bound to `object` (0: unbound); null where there are too many. */
export function variable_add(key: u64, object: u64): Variable | null {
  if (counts().variables === VARIABLES_MAX) return null;
  counts().variables += 1;
  const v = variable(counts().variables - 1);
  v.key = key;
  v.carried = 0;
  v.written = 0;
  v.object = object;
  memory.fill(changetype<usize>(v) + 24, 0, 2 * VALUE_BYTES);
  if (object !== 0) value_of_object(at_start(v), object);
  value_copy(now(v), at_start(v));
  return v;
}

/** Another pass over the turn begins: variables are what they are at its start. */
export function variables_rewind(): void {
  for (let i: u32 = 0; i < counts().variables; i++) {
    const v = variable(i);
    v.carried = 0;
    v.written = 0;
    value_copy(now(v), at_start(v));
  }
}
