/**
 * CPython 2.7's peephole optimiser (Python/peephole.c) on the bytes of the code. Replaced
 * instructions become NOPs first; at the end the NOPs are squeezed out and jumps and line table
 * follow. It mirrors the C function step by step, including what it misses, because the result
 * must be the same bytes.
 */
import { Cmp, Op } from "../../assembly/abi/opcodes.ts";
import { type Constant, isTrue, NONE } from "./code.ts";
import { foldBinary, foldUnary, HugeConstant } from "./fold.ts";
import { ABSOLUTE_JUMPS, CONDITIONAL_JUMPS, codeSize, RELATIVE_JUMPS } from "./jumps.ts";

/** What the optimiser reads and rewrites. */
export interface OptimizerInput {
  readonly code: Uint8Array;
  readonly consts: readonly Constant[];
  readonly names: readonly string[];
  readonly lnotab: Uint8Array;
}

export interface OptimizerOutput {
  readonly code: Uint8Array;
  readonly consts: readonly Constant[];
  readonly lnotab: Uint8Array;
}

/** Above this length a changed jump could need more than 16 bits, and nothing is optimised. */
const CODE_LENGTH_MAX = 32700;

/** The largest folded sequence that is kept as a constant. */
const FOLDED_SIZE_MAX = 20;

/** Improves the code of one code object; throws HugeConstant where folding would go too far. */
export function PyCode_Optimize(input: OptimizerInput): OptimizerOutput {
  const { code, lnotab } = input;
  const tooComplex = lnotab.includes(255) || code.length > CODE_LENGTH_MAX;
  if (tooComplex || code.at(-1) !== Op.RETURN_VALUE) return input;
  const optimizer = new Optimizer(input);
  try {
    optimizer.optimize();
  } catch (error) {
    if (error instanceof HugeConstant) error.offset = optimizer.position;
    throw error;
  }
  return { ...optimizer.squeezed(), consts: optimizer.consts };
}

const isUnconditional = (op: number) => op === Op.JUMP_ABSOLUTE || op === Op.JUMP_FORWARD;
const jumpsOnTrue = (op: number) => op === Op.POP_JUMP_IF_TRUE || op === Op.JUMP_IF_TRUE_OR_POP;

/** Whether the same instruction, just rewritten, must be looked at once more. */
type Again = boolean;

class Optimizer {
  readonly consts: Constant[];
  private readonly code: Uint8Array;
  private readonly names: readonly string[];
  private readonly lnotab: Uint8Array;
  /** For every byte the number of the basic block it lies in. */
  private readonly blocks: Uint32Array;
  /** Position of the instruction at hand. */
  private i = 0;
  /** Lengths of the run of LOAD_CONSTs before the instruction at hand, and up to and with it. */
  private constsBefore = 0;
  private constsUpTo = 0;

  constructor(input: OptimizerInput) {
    this.code = input.code.slice();
    this.consts = [...input.consts];
    this.names = input.names;
    this.lnotab = input.lnotab.slice();
    this.blocks = this.markblocks();
  }

  get position(): number {
    return this.i;
  }

  optimize(): void {
    for (this.i = 0; this.i < this.code.length; this.i += codeSize(this.op(this.i))) {
      do {
        this.constsBefore = this.constsUpTo;
        this.constsUpTo = 0;
      } while (this.rewrite());
    }
  }

  /** The code without NOPs, with jumps and line table moved along. */
  squeezed(): { code: Uint8Array; lnotab: Uint8Array } {
    const moved = this.newAddresses();
    let original = 0;
    let last = 0;
    for (let pair = 0; pair < this.lnotab.length; pair += 2) {
      original += this.lnotab[pair] ?? 0;
      const now = this.addressIn(moved, original);
      this.lnotab[pair] = now - last;
      last = now;
    }
    const code: number[] = [];
    for (let i = 0; i < this.code.length; i += codeSize(this.op(i))) {
      const op = this.op(i);
      if (op === Op.NOP) continue;
      const end = this.addressIn(moved, i) + 3;
      if (ABSOLUTE_JUMPS.has(op)) this.setArg(i, this.addressIn(moved, this.arg(i)));
      else if (RELATIVE_JUMPS.has(op)) {
        this.setArg(i, this.addressIn(moved, this.jumpTarget(i)) - end);
      }
      code.push(...this.code.subarray(i, i + codeSize(op)));
    }
    return { code: Uint8Array.from(code), lnotab: this.lnotab };
  }

  private newAddresses(): Uint32Array {
    const moved = new Uint32Array(this.code.length);
    let nops = 0;
    for (let i = 0; i < this.code.length; i += codeSize(this.op(i))) {
      moved[i] = i - nops;
      if (this.op(i) === Op.NOP) nops++;
    }
    return moved;
  }

  private addressIn(moved: Uint32Array, original: number): number {
    const address = moved[original];
    if (address === undefined) throw new Error("an address lies outside the code");
    return address;
  }

  private rewrite(): Again {
    const op = this.op(this.i);
    switch (op) {
      case Op.UNARY_NOT:
        return this.unaryNot();
      case Op.COMPARE_OP:
        this.negatedComparison();
        return false;
      case Op.LOAD_NAME:
      case Op.LOAD_GLOBAL:
        this.loadNone();
        return false;
      case Op.LOAD_CONST:
        this.loadConst();
        return false;
      case Op.BUILD_TUPLE:
      case Op.BUILD_LIST:
        this.buildSequence(op);
        return false;
      case Op.UNARY_NEGATIVE:
      case Op.UNARY_INVERT:
        this.foldUnary(op);
        return false;
      case Op.RETURN_VALUE:
        this.afterReturn();
        return false;
      case Op.EXTENDED_ARG:
        throw new Error("code this short has no argument above 16 bits");
    }
    if (op === Op.JUMP_IF_FALSE_OR_POP || op === Op.JUMP_IF_TRUE_OR_POP) return this.jumpOrPop(op);
    if (ABSOLUTE_JUMPS.has(op) || RELATIVE_JUMPS.has(op)) this.jumpToJump(op);
    else if (FOLDED_BINARY.has(op)) this.foldBinary(op);
    return false;
  }

  /** `not x` before a jump turns the jump round. */
  private unaryNot(): Again {
    const { i } = this;
    if (this.op(i + 1) !== Op.POP_JUMP_IF_FALSE || !this.inOneBlock(i, 4)) return false;
    const target = this.arg(i + 1);
    this.code[i] = Op.POP_JUMP_IF_TRUE;
    this.setArg(i, target);
    this.code[i + 3] = Op.NOP;
    return true;
  }

  /** `not a in b` becomes `a not in b`; the same for `is`. The opposites differ in one bit. */
  private negatedComparison(): void {
    const { i } = this;
    const comparison = this.arg(i);
    if (comparison < Cmp.IN || comparison > Cmp.IS_NOT) return;
    if (this.op(i + 3) !== Op.UNARY_NOT || !this.inOneBlock(i, 4)) return;
    this.setArg(i, comparison ^ 1);
    this.code[i + 3] = Op.NOP;
  }

  /** The name None is a constant; it stays in co_names. */
  private loadNone(): void {
    if (this.names[this.arg(this.i)] !== "None") return;
    let index = this.consts.findIndex(({ type }) => type === "None");
    if (index < 0) index = this.consts.push(NONE) - 1;
    this.code[this.i] = Op.LOAD_CONST;
    this.setArg(this.i, index);
    this.constsUpTo = this.constsBefore + 1;
  }

  /** The test of a condition that is always true goes. */
  private loadConst(): void {
    const { i } = this;
    this.constsUpTo = this.constsBefore + 1;
    if (this.op(i + 3) !== Op.POP_JUMP_IF_FALSE || !this.inOneBlock(i, 6)) return;
    if (!isTrue(this.const(i))) return;
    this.nops(i, 6);
    this.constsUpTo = 0;
  }

  /** A tuple of constants is a constant; packing that is unpacked at once is a rotation. */
  private buildSequence(op: Op.BUILD_TUPLE | Op.BUILD_LIST): void {
    const { i } = this;
    const size = this.arg(i);
    const first = i - 3 * size;
    if (first >= 0 && size <= this.constsBefore && this.isFoldable(op, first, size)) {
      this.tuple_of_constants(first, size);
      this.constsUpTo = 1;
      return;
    }
    if (this.op(i + 3) !== Op.UNPACK_SEQUENCE || !this.inOneBlock(i, 6)) return;
    if (size !== this.arg(i + 3) || size < 1 || size > 3) return;
    this.nops(i, 6);
    if (size === 2) this.code[i] = Op.ROT_TWO;
    if (size === 3) {
      this.code[i] = Op.ROT_THREE;
      this.code[i + 1] = Op.ROT_TWO;
    }
  }

  /** A list becomes a tuple only where nobody can tell: on the right of `in` and `not in`. */
  private isFoldable(op: Op.BUILD_TUPLE | Op.BUILD_LIST, first: number, size: number): boolean {
    if (op === Op.BUILD_TUPLE) return this.inOneBlock(first, 3 * (size + 1));
    const next = this.i + 3;
    const searched = this.op(next) === Op.COMPARE_OP && isMembership(this.arg(next));
    return searched && this.inOneBlock(first, 3 * (size + 2));
  }

  private tuple_of_constants(first: number, size: number): void {
    const items: Constant[] = [];
    for (let k = 0; k < size; k++) items.push(this.const(first + 3 * k));
    this.nops(first, 3 * size);
    this.putConst(first + 3 * size, { type: "tuple", items });
  }

  /**
   * `fold_binops_on_constants`: the result takes the last three bytes of the three instructions.
   */
  private foldBinary(op: Op): void {
    const { i } = this;
    if (this.constsBefore < 2 || !this.inOneBlock(i - 6, 7)) return;
    const folded = foldBinary(op, this.const(i - 6), this.const(i - 3));
    if (folded === null || sizeOf(folded) > FOLDED_SIZE_MAX) return;
    this.nops(i - 6, 4);
    this.i = i - 2;
    this.putConst(this.i, folded);
    this.constsUpTo = 1;
  }

  private foldUnary(op: Op): void {
    const { i } = this;
    if (this.constsBefore < 1 || !this.inOneBlock(i - 3, 4)) return;
    const folded = foldUnary(op, this.const(i - 3));
    if (folded === null) return;
    this.nops(i - 3, 1);
    this.i = i - 2;
    this.putConst(this.i, folded);
    this.constsUpTo = 1;
  }

  /** A jump that keeps its value, to another conditional jump: what the second does is known. */
  private jumpOrPop(op: number): Again {
    const { i } = this;
    const target = this.jumpTarget(i);
    const second = this.op(target);
    if (!CONDITIONAL_JUMPS.has(second)) {
      this.jumpToJump(op);
      return false;
    }
    if (jumpsOnTrue(second) === jumpsOnTrue(op)) {
      const secondTarget = this.jumpTarget(target);
      this.code[i] = second;
      this.setArg(i, secondTarget);
    } else {
      this.code[i] = jumpsOnTrue(op) ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE;
      this.setArg(i, target + 3);
    }
    return true;
  }

  /** A jump to a jump goes straight to the end of it, and a jump to a return is a return. */
  private jumpToJump(op: number): void {
    const { i } = this;
    const target = this.jumpTarget(i);
    if (isUnconditional(op) && this.op(target) === Op.RETURN_VALUE) {
      this.nops(i, 3);
      this.code[i] = Op.RETURN_VALUE;
      return;
    }
    if (!isUnconditional(this.op(target))) return;
    // JUMP_FORWARD cannot go backwards, JUMP_ABSOLUTE can.
    const changed = op === Op.JUMP_FORWARD ? Op.JUMP_ABSOLUTE : op;
    const arg = this.jumpTarget(target) - (ABSOLUTE_JUMPS.has(changed) ? 0 : i + 3);
    if (arg < 0) return;
    this.code[i] = changed;
    this.setArg(i, arg);
  }

  /** What follows a return in its block is never reached: a second return, or a jump. */
  private afterReturn(): void {
    const { i } = this;
    if (i + 4 >= this.code.length) return;
    if (this.op(i + 4) === Op.RETURN_VALUE && this.inOneBlock(i, 5)) this.nops(i + 1, 4);
    else if (isUnconditional(this.op(i + 1)) && this.inOneBlock(i, 4)) this.nops(i + 1, 3);
  }

  /** Numbers the basic blocks: one begins at every jump target. */
  private markblocks(): Uint32Array {
    const labels = new Set<number>();
    for (let i = 0; i < this.code.length; i += codeSize(this.op(i))) {
      const op = this.op(i);
      if (ABSOLUTE_JUMPS.has(op) || RELATIVE_JUMPS.has(op)) labels.add(this.jumpTarget(i));
    }
    let block = 0;
    return Uint32Array.from(this.code, (_, i) => (labels.has(i) ? ++block : block));
  }

  private inOneBlock(start: number, bytes: number): boolean {
    return this.blocks[start] === this.blocks[start + bytes - 1];
  }

  private op(i: number): number {
    return this.code[i] ?? Op.STOP_CODE;
  }

  private arg(i: number): number {
    return (this.code[i + 1] ?? 0) | ((this.code[i + 2] ?? 0) << 8);
  }

  private setArg(i: number, arg: number): void {
    if (arg < 0 || arg > 0xffff) throw new Error("an argument has 16 bits");
    this.code[i + 1] = arg & 0xff;
    this.code[i + 2] = arg >> 8;
  }

  private jumpTarget(i: number): number {
    return this.arg(i) + (ABSOLUTE_JUMPS.has(this.op(i)) ? 0 : i + 3);
  }

  private nops(start: number, bytes: number): void {
    this.code.fill(Op.NOP, start, start + bytes);
  }

  /** The constant that the LOAD_CONST at `i` loads. */
  private const(i: number): Constant {
    const constant = this.consts[this.arg(i)];
    if (this.op(i) !== Op.LOAD_CONST || constant === undefined) throw new Error("no constant here");
    return constant;
  }

  private putConst(i: number, constant: Constant): void {
    this.code[i] = Op.LOAD_CONST;
    this.setArg(i, this.consts.push(constant) - 1);
  }
}

/** Division is missing: in Python 2 its meaning can be changed at run time by a switch. */
const FOLDED_BINARY: ReadonlySet<number> = new Set([
  Op.BINARY_POWER,
  Op.BINARY_MULTIPLY,
  Op.BINARY_FLOOR_DIVIDE,
  Op.BINARY_MODULO,
  Op.BINARY_ADD,
  Op.BINARY_SUBTRACT,
  Op.BINARY_SUBSCR,
  Op.BINARY_LSHIFT,
  Op.BINARY_RSHIFT,
  Op.BINARY_AND,
  Op.BINARY_XOR,
  Op.BINARY_OR,
]);

const isMembership = (comparison: number) => comparison === Cmp.IN || comparison === Cmp.NOT_IN;

/** The length of a sequence; a number has none. */
function sizeOf(constant: Constant): number {
  if (constant.type === "str") return constant.value.length;
  return constant.type === "tuple" ? constant.items.length : 0;
}
