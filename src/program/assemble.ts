/**
 * Basic blocks to a code object: stack depth, addresses, line table (the second half of
 * Python/compile.c). Every block lies on the chain of `next`, so the chain is the order of the
 * code.
 */
import { HAVE_ARGUMENT, Op } from "../../assembly/abi/opcodes.ts";
import type { BasicBlock, CodeUnit, Instruction } from "./blocks.ts";
import { CodeFlag, type CodeObject, NONE } from "./code.ts";
import { refusalDiagnostic } from "./cursor.ts";
import { HugeConstant } from "./fold.ts";
import { codeSize, RELATIVE_JUMPS } from "./jumps.ts";
import { type OptimizerOutput, PyCode_Optimize } from "./peephole.ts";
import { CompileError, type SourceText } from "./source.ts";
import { stackdepth } from "./stack-depth.ts";
import { REFUSALS } from "./subset.ts";

/** Completes the code of a unit: nothing may be added to it afterwards. */
export function assemble(unit: CodeUnit, source: SourceText): CodeObject {
  if (!unit.currentBlock.returns) {
    unit.useNew();
    unit.loadConst(NONE);
    unit.op(Op.RETURN_VALUE);
  }
  const blocks = blocksInOrder(unit.entry);
  assemble_jump_offsets(blocks);
  const co_firstlineno = unit.firstLine || (unit.entry.instructions[0]?.line ?? 1);
  const co_stacksize = stackdepth(unit.entry);
  const optimized = optimize(unit, blocks, co_firstlineno, source);
  return {
    co_argcount: unit.table.definition?.args.names.length ?? 0,
    co_nlocals: unit.varnames.keys.length,
    co_stacksize,
    co_flags: compute_code_flags(unit),
    co_code: optimized.code,
    co_consts: optimized.consts,
    co_names: unit.names.keys,
    co_varnames: unit.varnames.keys,
    co_freevars: [],
    co_cellvars: [],
    co_filename: source.filename,
    co_name: unit.name,
    co_firstlineno,
    co_lnotab: optimized.lnotab,
  };
}

function optimize(
  unit: CodeUnit,
  blocks: readonly BasicBlock[],
  firstLine: number,
  source: SourceText,
): OptimizerOutput {
  const lnotab = lineTable(blocks, firstLine);
  try {
    const names = unit.names.keys;
    const input = { code: bytesOf(blocks), consts: unit.consts, names, lnotab };
    const output = PyCode_Optimize(input);
    const folded = output.consts.slice(input.consts.length);
    unit.heap.assemble(input.code.length, folded, output !== input);
    return output;
  } catch (error) {
    if (!(error instanceof HugeConstant)) throw error;
    const line = lineOfOffset(lnotab, firstLine, error.offset);
    const column = Math.max(0, source.lineText(line).search(/\S/));
    throw new CompileError(refusalDiagnostic(source, { line, column }, REFUSALS.hugeConstant));
  }
}

function compute_code_flags(unit: CodeUnit): number {
  if (!unit.table.isFunction) return CodeFlag.CO_NOFREE;
  const flags = CodeFlag.CO_OPTIMIZED | CodeFlag.CO_NEWLOCALS | CodeFlag.CO_NOFREE;
  return unit.table.nested ? flags | CodeFlag.CO_NESTED : flags;
}

function blocksInOrder(entry: BasicBlock): BasicBlock[] {
  const blocks: BasicBlock[] = [];
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) blocks.push(block);
  return blocks;
}

/** An argument above 16 bits takes an EXTENDED_ARG before the instruction. */
function instrsize({ opcode, arg }: Instruction): number {
  return codeSize(opcode) + (arg > 0xffff ? codeSize(Op.EXTENDED_ARG) : 0);
}

/**
 * A long jump makes the code longer, which can make another jump long: repeated until it settles.
 */
function assemble_jump_offsets(blocks: readonly BasicBlock[]): void {
  const placed = new Set(blocks);
  let longJumps = 0;
  for (let before = -1; before !== longJumps; ) {
    before = longJumps;
    longJumps = 0;
    let offset = 0;
    for (const block of blocks) {
      block.offset = offset;
      for (const instruction of block.instructions) offset += instrsize(instruction);
    }
    for (const block of blocks) {
      let end = block.offset;
      for (const instruction of block.instructions) {
        end += instrsize(instruction);
        const { target } = instruction;
        if (target === null) continue;
        if (!placed.has(target)) throw new Error("a jump leads to a block that was never used");
        instruction.arg = target.offset - (RELATIVE_JUMPS.has(instruction.opcode) ? end : 0);
        if (instruction.arg > 0xffff) longJumps++;
      }
    }
  }
}

/** `assemble_emit`: opcode and little-endian argument. */
function bytesOf(blocks: readonly BasicBlock[]): Uint8Array {
  const bytes: number[] = [];
  for (const { opcode, arg } of blocks.flatMap(({ instructions }) => instructions)) {
    if (arg < 0) throw new Error(`${Op[opcode]} jumps backwards, but is relative`);
    if (arg > 0xffff) bytes.push(Op.EXTENDED_ARG, (arg >> 16) & 0xff, arg >> 24);
    bytes.push(opcode);
    if (opcode >= HAVE_ARGUMENT) bytes.push(arg & 0xff, (arg >> 8) & 0xff);
  }
  return Uint8Array.from(bytes);
}

/**
 * `assemble_lnotab`: pairs of (bytes of code, lines) from one line start to the next. A step
 * above 255 in either takes several pairs.
 */
function lineTable(blocks: readonly BasicBlock[], firstLine: number): Uint8Array {
  const table: number[] = [];
  let line = firstLine;
  let lineOffset = 0;
  let offset = 0;
  for (const instruction of blocks.flatMap(({ instructions }) => instructions)) {
    if (instruction.line !== 0) {
      pushLineStep(table, offset - lineOffset, instruction.line - line);
      line = instruction.line;
      lineOffset = offset;
    }
    offset += instrsize(instruction);
  }
  return Uint8Array.from(table);
}

function pushLineStep(table: number[], byteStep: number, lineStep: number): void {
  if (lineStep < 0) throw new Error("lines of code only grow");
  if (byteStep === 0 && lineStep === 0) return;
  let bytes = byteStep;
  let lines = lineStep;
  for (; bytes > 255; bytes -= 255) table.push(255, 0);
  for (; lines > 255; lines -= 255) {
    table.push(bytes, 255);
    bytes = 0;
  }
  table.push(bytes, lines);
}

/** `PyCode_Addr2Line` (Objects/codeobject.c). */
function lineOfOffset(table: Uint8Array, firstLine: number, offset: number): number {
  let line = firstLine;
  let address = 0;
  for (let i = 0; i < table.length; i += 2) {
    address += table[i] ?? 0;
    if (address > offset) break;
    line += table[i + 1] ?? 0;
  }
  return line;
}
