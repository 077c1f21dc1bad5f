/** Variables of a turn: where they live, what is bound to them when it begins. */
import { Op } from "../../../abi/opcodes";
import { PyDict_GetItem } from "../../../objects/dictobject/dictobject";
import { get_local, name_at, r } from "../state";
import {
  Variable,
  entry,
  now,
  stack_depth,
  stack_drop,
  stack_push,
  value_copy,
  variable_add,
  variable_find,
} from "./values";

const IN_FAST: u64 = 1 << 32;
const IN_LOCALS: u64 = 2 << 32;

/** Where a variable lives. Module code has one dictionary for locals and globals. */
function key_of(opcode: i32, argument: u32): u64 {
  if (opcode === Op.LOAD_FAST || opcode === Op.STORE_FAST) return IN_FAST | argument;
  const local = opcode === Op.LOAD_NAME || opcode === Op.STORE_NAME;
  return local && r().locals !== r().globals ? IN_LOCALS | argument : <u64>argument;
}

/** The object bound to a name or local now, 0 where there is none; nothing is counted (Clock.turns). */
function bound(opcode: i32, argument: u32): u64 {
  if (opcode === Op.LOAD_FAST || opcode === Op.STORE_FAST) return get_local(argument);
  const name = name_at(argument);
  const global = opcode === Op.LOAD_GLOBAL || opcode === Op.STORE_GLOBAL;
  let value = PyDict_GetItem(global ? r().globals : r().locals, name);
  if (opcode === Op.STORE_NAME || opcode === Op.STORE_GLOBAL) return value;
  if (value === 0 && !global) value = PyDict_GetItem(r().globals, name);
  return value !== 0 ? value : PyDict_GetItem(r().builtins, name);
}

function variable_of(opcode: i32, argument: u32): Variable | null {
  const key = key_of(opcode, argument);
  const known = variable_find(key);
  if (known !== null) return known;
  const object = bound(opcode, argument);
  return object === 0 ? null : variable_add(key, object);
}

export function load_variable(opcode: i32, argument: u32): bool {
  const v = variable_of(opcode, argument);
  if (v === null) return false;
  if (v.written === 0) v.carried = 1;
  value_copy(stack_push(), now(v));
  return true;
}

export function store_variable(opcode: i32, argument: u32): bool {
  const v = variable_of(opcode, argument);
  if (v === null || stack_depth() === 0) return false;
  v.written = 1;
  value_copy(now(v), entry(1));
  stack_drop(1);
  return true;
}
