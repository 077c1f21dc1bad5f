/**
 * How high the value stack of a frame can grow: `stackdepth` of Python/compile.c. It is an upper
 * bound (END_FINALLY counts as three values popped, whatever happens), and CPython's bound is
 * what `co_stacksize` must be.
 */
import { Op } from "../../assembly/abi/opcodes.ts";
import type { BasicBlock } from "./blocks.ts";

/** Effects of opcodes that do not depend on the argument; an absent one has no effect. */
const FIXED_EFFECTS: Readonly<Partial<Record<Op, number>>> = {
  [Op.POP_TOP]: -1,
  [Op.DUP_TOP]: 1,
  [Op.SLICE_1]: -1,
  [Op.SLICE_2]: -1,
  [Op.SLICE_3]: -2,
  [Op.STORE_SLICE_0]: -2,
  [Op.STORE_SLICE_1]: -3,
  [Op.STORE_SLICE_2]: -3,
  [Op.STORE_SLICE_3]: -4,
  [Op.DELETE_SLICE_0]: -1,
  [Op.DELETE_SLICE_1]: -2,
  [Op.DELETE_SLICE_2]: -2,
  [Op.DELETE_SLICE_3]: -3,
  [Op.STORE_MAP]: -2,
  [Op.STORE_SUBSCR]: -3,
  [Op.DELETE_SUBSCR]: -2,
  [Op.PRINT_ITEM]: -1,
  [Op.PRINT_ITEM_TO]: -2,
  [Op.PRINT_NEWLINE_TO]: -1,
  [Op.RETURN_VALUE]: -1,
  [Op.END_FINALLY]: -3,
  [Op.STORE_NAME]: -1,
  [Op.FOR_ITER]: 1,
  [Op.LIST_APPEND]: -1,
  [Op.STORE_ATTR]: -2,
  [Op.DELETE_ATTR]: -1,
  [Op.STORE_GLOBAL]: -1,
  [Op.LOAD_CONST]: 1,
  [Op.LOAD_NAME]: 1,
  [Op.BUILD_MAP]: 1,
  [Op.COMPARE_OP]: -1,
  [Op.IMPORT_NAME]: -1,
  [Op.IMPORT_FROM]: 1,
  [Op.POP_JUMP_IF_FALSE]: -1,
  [Op.POP_JUMP_IF_TRUE]: -1,
  [Op.LOAD_GLOBAL]: 1,
  [Op.LOAD_FAST]: 1,
  [Op.STORE_FAST]: -1,
};

function opcode_stack_effect(opcode: Op, arg: number): number {
  switch (opcode) {
    case Op.UNPACK_SEQUENCE:
      return arg - 1;
    case Op.BUILD_TUPLE:
    case Op.BUILD_LIST:
      return 1 - arg;
    case Op.DUP_TOPX:
      return arg;
    case Op.RAISE_VARARGS:
    case Op.MAKE_FUNCTION:
      return -arg;
    case Op.CALL_FUNCTION:
      // The low byte counts arguments, the high byte pairs of name and value.
      return -((arg & 0xff) + 2 * (arg >> 8));
    case Op.BUILD_SLICE:
      return arg === 3 ? -2 : -1;
  }
  if (isBinary(opcode)) return -1;
  return FIXED_EFFECTS[opcode] ?? 0;
}

/** BINARY_ and INPLACE_ opcodes: two values in, one out. */
function isBinary(opcode: Op): boolean {
  const name = Op[opcode];
  return name.startsWith("BINARY_") || name.startsWith("INPLACE_");
}

interface Step {
  readonly block: BasicBlock;
  index: number;
  depth: number;
}

/**
 * `stackdepth_walk` with a stack of its own, because a long program is a long chain of blocks. A
 * block is walked again only if it is entered with more on the stack than before.
 */
export function stackdepth(entry: BasicBlock): number {
  const path: Step[] = [];
  let deepest = 0;
  const enter = (block: BasicBlock, depth: number) => {
    if (block.onPath || block.startDepth >= depth) return;
    block.onPath = true;
    block.startDepth = depth;
    path.push({ block, index: 0, depth });
  };
  enter(entry, 0);
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const instruction = step.block.instructions[step.index++];
    if (instruction === undefined) {
      const { next } = step.block;
      const isFirstVisit = step.index === step.block.instructions.length + 1;
      if (isFirstVisit && next !== null) enter(next, step.depth);
      if (path.at(-1) === step) {
        step.block.onPath = false;
        path.pop();
      }
      continue;
    }
    const { opcode, arg, target } = instruction;
    step.depth += opcode_stack_effect(opcode, arg);
    deepest = Math.max(deepest, step.depth);
    if (target === null) continue;
    let targetDepth = step.depth;
    if (opcode === Op.FOR_ITER) targetDepth -= 2;
    else if (opcode === Op.SETUP_EXCEPT || opcode === Op.SETUP_FINALLY) {
      targetDepth += 3;
      deepest = Math.max(deepest, targetDepth);
    } else if (opcode === Op.JUMP_IF_FALSE_OR_POP || opcode === Op.JUMP_IF_TRUE_OR_POP) {
      step.depth--;
    }
    // What follows an unconditional jump in its block is dead.
    if (opcode === Op.JUMP_ABSOLUTE || opcode === Op.JUMP_FORWARD) {
      step.index = step.block.instructions.length + 1;
    }
    enter(target, targetDepth);
  }
  return deepest;
}
