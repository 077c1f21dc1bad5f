/** The opcodes that jump, by what their argument means. */
import { HAVE_ARGUMENT, Op } from "../../assembly/abi/opcodes.ts";

/** Jumps that depend on the value on top of the stack; all of them are absolute. */
export const CONDITIONAL_JUMPS: ReadonlySet<Op> = new Set([
  Op.POP_JUMP_IF_FALSE,
  Op.POP_JUMP_IF_TRUE,
  Op.JUMP_IF_FALSE_OR_POP,
  Op.JUMP_IF_TRUE_OR_POP,
]);

/** The argument is the address to go to. */
export const ABSOLUTE_JUMPS: ReadonlySet<Op> = new Set([
  ...CONDITIONAL_JUMPS,
  Op.JUMP_ABSOLUTE,
  Op.CONTINUE_LOOP,
]);

/** The argument is the distance from the next instruction. */
export const RELATIVE_JUMPS: ReadonlySet<Op> = new Set([
  Op.FOR_ITER,
  Op.JUMP_FORWARD,
  Op.SETUP_LOOP,
  Op.SETUP_EXCEPT,
  Op.SETUP_FINALLY,
]);

/** Bytes of an instruction with its argument. */
export function codeSize(opcode: Op): number {
  return opcode >= HAVE_ARGUMENT ? 3 : 1;
}
