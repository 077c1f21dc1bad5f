/**
 * The registers of the evaluation loop (Python/ceval.c: the local variables of PyEval_EvalFrameEx)
 * and its value stack and block stack, which lie in the frame object.
 */
import { Ty } from "../../abi/types";
import { Fault } from "../../abi/stop";
import { check, fail } from "../../base/fault";
import { load64, store64 } from "../../kernel/words";
import {
  CO_CONSTS,
  CO_NAMES,
  CodeBytes,
  code_bytes,
  code_index,
  co_nlocals,
  co_stacksize,
} from "../../objects/codeobject";
import {
  F_BUILTINS,
  F_CODE,
  F_GLOBALS,
  F_LOCALS,
  block_part,
  f_iblock,
  f_lasti,
  f_valuestack,
  localsplus,
  set_block_part,
  set_iblock,
  set_lasti,
  set_running,
} from "../../objects/frameobject";
import { Py_TYPE, get_field } from "../../objects/object/refcount";
import { PyTuple_GET_ITEM } from "../../objects/tupleobject/tupleobject";

/** Why the loop leaves a block (enum why_code); the numbers are what END_FINALLY finds on the stack. */
export enum Why {
  NOT = 1,
  EXCEPTION = 2,
  RERAISE = 4,
  RETURN = 8,
  BREAK = 16,
  CONTINUE = 32,
}

/** What an opcode's code says at its end. */
export enum Next {
  /** DISPATCH: the ticker counts, then the next opcode. */
  DISPATCH,
  /** FAST_DISPATCH: the next opcode at once. */
  FAST,
  /** An exception is set. */
  ERROR,
  /** `why` says what happens to the blocks. */
  UNWIND,
}

@unmanaged
export class Registers {
  frame: u64;
  code: u64;
  consts: u64;
  names: u64;
  globals: u64;
  locals: u64;
  builtins: u64;
  /** Address of local variable 0, and of the next free stack slot. */
  fastlocals: u64;
  sp: u64;
  stack_base: u64;
  stack_end: u64;
  retval: u64;
  bytes: usize;
  length: u32;
  /** Offset of the opcode that runs and of the one that follows. */
  offset: u32;
  next_instr: u32;
  why: u32;
  code_number: u32;
  /** A hash of the offsets that ran since the last turn of a loop began (stride/). */
  path: u32;
  /** 1 where the next opcode is reached through the switch at the loop's head, not from the opcode before it. */
  by_switch: u32;
}

export const REGISTER_BYTES: usize = 128;
const registers_at: usize = memory.data(128, 8);
const ticker_at: usize = memory.data(8, 8);
const ticks_at: usize = memory.data(8, 8);

/** _Py_CheckInterval: opcodes between two looks at signals and threads. */
export const CHECK_INTERVAL: i32 = 100;

export function r(): Registers {
  return changetype<Registers>(registers_at);
}

/** Where on the stack the function lies that is called with `n` entries above it. */
export function pfunc_of(n: u32): u64 {
  return r().sp - <u64>(n + 1) * 8;
}

/** The opcode ends with a jump to the loop's head, from where the next one is reached through the switch. */
export function goes_by_switch(): void {
  r().by_switch = 1;
}

export function registers_address(): usize {
  return registers_at;
}

export function ceval_reset(): void {
  memory.fill(registers_at, 0, REGISTER_BYTES);
}

/** _Py_Ticker. */
export function ticker(): i32 {
  return load<i32>(ticker_at);
}

export function set_ticker(value: i32): void {
  store<i32>(ticker_at, value);
}

/** Offset of the bytecode that runs or runs next. */
export function opcode_offset(): u32 {
  return r().offset;
}

/** How often the ticker counted so far. */
export function ticks(): u64 {
  return load<u64>(ticks_at);
}

export function count_tick(): void {
  store<u64>(ticks_at, ticks() + 1);
}

/** Loading order of the code object that runs. */
export function code_number(): u32 {
  return r().code_number;
}

/** Takes the registers from a frame that starts. */
export function load_registers(frame: u64): void {
  const regs = r();
  const code = get_field(frame, F_CODE);
  const number = code_index(code);
  const bytes: CodeBytes = code_bytes(number);
  regs.frame = frame;
  regs.code = code;
  regs.code_number = number;
  regs.consts = get_field(code, CO_CONSTS);
  regs.names = get_field(code, CO_NAMES);
  regs.globals = get_field(frame, F_GLOBALS);
  regs.locals = get_field(frame, F_LOCALS);
  regs.builtins = get_field(frame, F_BUILTINS);
  regs.fastlocals = localsplus(frame);
  regs.stack_base = f_valuestack(frame);
  regs.stack_end = regs.stack_base + <u64>co_stacksize(code) * 8;
  regs.sp = set_running(frame);
  regs.bytes = bytes.code;
  regs.length = bytes.code_length;
  regs.next_instr = <u32>(f_lasti(frame) + 1);
  regs.offset = regs.next_instr;
  regs.why = Why.NOT;
  regs.retval = 0;
  regs.path = 0;
  check(co_nlocals(code) * 8 <= <u32>(regs.stack_base - regs.fastlocals), code);
}

export function push(op: u64): void {
  const regs = r();
  if (regs.sp >= regs.stack_end) fail(Fault.STACK_OVERFLOW, regs.offset);
  store64(regs.sp, op);
  regs.sp += 8;
}

export function pop(): u64 {
  const regs = r();
  check(regs.sp > regs.stack_base, regs.offset);
  regs.sp -= 8;
  return load64(regs.sp);
}

/** Entry `depth` of the value stack, 1 = the top. */
export function peek(depth: u32): u64 {
  return load64(r().sp - <u64>depth * 8);
}

export function poke(depth: u32, op: u64): void {
  store64(r().sp - <u64>depth * 8, op);
}

/** How many entries the stack has. */
export function stack_level(): u32 {
  const regs = r();
  return <u32>((regs.sp - regs.stack_base) >> 3);
}

export function get_local(index: u32): u64 {
  return load64(r().fastlocals + <u64>index * 8);
}

/** Stores without touching counts. */
export function put_local(index: u32, op: u64): void {
  store64(r().fastlocals + <u64>index * 8, op);
}

/** The name (a str, borrowed) that an opcode's argument stands for. */
export function name_at(argument: u32): u64 {
  const name = PyTuple_GET_ITEM(r().names, argument);
  check(Py_TYPE(name) === Ty.str, name);
  return name;
}

export function jump_to(offset: u32): void {
  r().next_instr = offset;
}

/** f_lasti is written before each opcode; nobody reads it while the frame runs but tracebacks. */
export function save_lasti(): void {
  set_lasti(r().frame, <i32>r().offset);
}

/** PyFrame_BlockSetup. */
export function push_block(type: u32, handler: u32, level: u32): void {
  const frame = r().frame;
  const index = f_iblock(frame);
  check(index < 20, index);
  set_block_part(frame, index, 0, type);
  set_block_part(frame, index, 1, handler);
  set_block_part(frame, index, 2, level);
  set_iblock(frame, index + 1);
}

/** PyFrame_BlockPop: the index of the entry that was popped. */
export function pop_block(): u32 {
  const frame = r().frame;
  const index = f_iblock(frame);
  check(index > 0, frame);
  set_iblock(frame, index - 1);
  return index - 1;
}

export function block_count(): u32 {
  return f_iblock(r().frame);
}

export function block_type(index: u32): u32 {
  return block_part(r().frame, index, 0);
}

export function block_handler(index: u32): u32 {
  return block_part(r().frame, index, 1);
}

export function block_level(index: u32): u32 {
  return block_part(r().frame, index, 2);
}
