/** What the compiler proper asks the allocators for (Python/compile.c, Python/peephole.c). */
import { CompilerCall } from "../../assembly/abi/compiler_heap.ts";
import type { Constant } from "./code.ts";
import { type Block, HeapDict, HeapList, type HeapLog } from "./heap.ts";

/** sizeof(struct instr), and instructions that a basic block has room for at first. */
const INSTR_BYTES = 24;
const FIRST_INSTRUCTIONS = 16;
/** Characters that the code's str has room for at first. */
const FIRST_CODE_BYTES = 128;
const POINTER_BYTES = 8;
const INT_BYTES = 4;

/** The memory of one code object in the making (struct compiler_unit). */
export class UnitHeap {
  private readonly log: HeapLog;
  private readonly consts: HeapDict;
  private readonly names: HeapDict;
  private readonly varnames: HeapDict;
  private readonly cellvars: HeapDict;
  private readonly freevars: HeapDict;
  /** The keys of these dictionaries: pairs of an object and its type. */
  private readonly pairs: Block[] = [];
  private readonly blocks = new Map<object, { block: Block; room: number }>();

  /** compiler_enter_scope: two searches for cells and free names sort the block's names. */
  constructor(log: HeapLog, symbols: number) {
    this.log = log;
    this.varnames = new HeapDict(log);
    this.cellvars = this.dictbytype(symbols);
    this.freevars = this.dictbytype(symbols);
    this.consts = new HeapDict(log);
    this.names = new HeapDict(log);
  }

  addConst(isNew: boolean): void {
    this.compiler_add_o(this.consts, isNew);
  }

  addName(isNew: boolean): void {
    this.compiler_add_o(this.names, isNew);
  }

  addVarname(isNew: boolean): void {
    this.compiler_add_o(this.varnames, isNew);
  }

  private compiler_add_o(dict: HeapDict, isNew: boolean): void {
    const pair = this.log.take(CompilerCall.TUPLE, 2);
    if (isNew) {
      dict.insert();
      this.pairs.push(pair);
    } else this.log.free(pair);
  }

  /** An empty dictionary, found by sorting the block's names. */
  private dictbytype(symbols: number): HeapDict {
    const dict = new HeapDict(this.log);
    const names = this.log.take(CompilerCall.LIST, 0);
    this.log.moment(symbols * POINTER_BYTES);
    this.log.free(names);
    return dict;
  }

  /** compiler_next_instr: a basic block that now has `count` instructions. */
  instruction(basicBlock: object, count: number): void {
    const known = this.blocks.get(basicBlock);
    const { block, room } = known ?? { block: this.log.block(), room: FIRST_INSTRUCTIONS };
    const grown = count > room ? 2 * room : room;
    if (grown > room) this.log.size(block, CompilerCall.OBJECT, grown * INSTR_BYTES);
    if (known === undefined || grown > room) this.blocks.set(basicBlock, { block, room: grown });
  }

  /** assemble: constants that folding adds are told; the optimiser may leave the code as it is. */
  assemble(codeBytes: number, folded: readonly Constant[], optimised: boolean): void {
    const { log } = this;
    const consts = this.consts.size;
    const code = log.block();
    for (let room = FIRST_CODE_BYTES; room <= codeBytes; ) {
      room *= 2;
      log.size(code, CompilerCall.STRING, room);
    }
    log.size(code, CompilerCall.STRING, codeBytes);
    log.tuple(consts);
    const list = new HeapList(log);
    list.append(consts);
    log.keepTuple(this.names.size);
    log.keepTuple(this.varnames.size);
    if (optimised) {
      const copy = log.take(CompilerCall.BUFFER, codeBytes);
      const addresses = log.take(CompilerCall.BUFFER, codeBytes * INT_BYTES);
      const numbers = log.take(CompilerCall.BUFFER, codeBytes * INT_BYTES);
      for (const constant of folded) {
        if (constant.type === "tuple") log.keepTuple(constant.items.length);
        list.append();
      }
      log.free(addresses);
      log.free(copy);
      log.free(numbers);
    }
    log.keepTuple(consts + folded.length);
    list.free();
    log.free(code);
  }

  /** compiler_unit_free. */
  free(): void {
    for (const { block } of [...this.blocks.values()].reverse()) this.log.free(block);
    for (const pair of this.pairs) this.log.free(pair);
    for (const dict of [this.consts, this.names, this.varnames, this.freevars, this.cellvars]) {
      dict.free();
    }
  }
}
