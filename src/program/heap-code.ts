/** What the compiler proper asks the allocators for (Python/compile.c, Python/peephole.c). */
import { CompilerCall } from "../../assembly/abi/compiler_heap.ts";
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
  private readonly blocks = new Map<object, { block: Block; room: number }>();

  /** compiler_enter_scope: two searches for cells and free names sort the block's names. */
  constructor(log: HeapLog, symbols: number) {
    this.log = log;
    this.varnames = new HeapDict(log);
    log.moment(symbols * POINTER_BYTES);
    log.moment(symbols * POINTER_BYTES);
    this.consts = new HeapDict(log);
    this.names = new HeapDict(log);
  }

  addConst(): void {
    this.consts.insert();
  }

  addName(): void {
    this.names.insert();
  }

  addVarname(): void {
    this.varnames.insert();
  }

  /** compiler_next_instr: a basic block that now has `count` instructions. */
  instruction(basicBlock: object, count: number): void {
    const known = this.blocks.get(basicBlock);
    const { block, room } = known ?? { block: this.log.block(), room: FIRST_INSTRUCTIONS };
    const grown = count > room ? 2 * room : room;
    if (grown > room) this.log.size(block, CompilerCall.OBJECT, grown * INSTR_BYTES);
    if (known === undefined || grown > room) this.blocks.set(basicBlock, { block, room: grown });
  }

  /** assemble: `consts` constants, and those that folding adds; the optimiser may leave the code as it is. */
  assemble(codeBytes: number, consts: number, folded: number, optimised: boolean): void {
    const { log } = this;
    const code = log.block();
    for (let room = FIRST_CODE_BYTES; room <= codeBytes; ) {
      room *= 2;
      log.size(code, CompilerCall.STRING, room);
    }
    log.size(code, CompilerCall.STRING, codeBytes);
    const list = new HeapList(log);
    list.append(consts);
    if (optimised) {
      const copy = log.take(CompilerCall.BUFFER, codeBytes);
      const addresses = log.take(CompilerCall.BUFFER, codeBytes * INT_BYTES);
      const numbers = log.take(CompilerCall.BUFFER, codeBytes * INT_BYTES);
      for (let i = 0; i < folded; i++) list.append();
      log.free(addresses);
      log.free(copy);
      log.free(numbers);
    }
    list.free();
    log.free(code);
  }

  /** compiler_unit_free. */
  free(): void {
    for (const { block } of [...this.blocks.values()].reverse()) this.log.free(block);
    this.consts.free();
    this.names.free();
    this.varnames.free();
  }
}
