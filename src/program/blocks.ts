/**
 * The half-made code of one module or function: basic blocks of instructions, and the tables the
 * instructions point into (`struct compiler_unit` and `struct basicblock_` of Python/compile.c).
 */
import { HAVE_ARGUMENT, Op } from "../../assembly/abi/opcodes.ts";
import { type CodeObject, type Constant, constantKey, str } from "./code.ts";
import { UnitHeap } from "./heap-code.ts";
import type { HeapLog } from "./heap.ts";
import type { SymbolTable } from "./symtable.ts";

/** One instruction before its jump target has an address. */
export interface Instruction {
  readonly opcode: Op;
  /** Set by the assembler if the instruction is a jump. */
  arg: number;
  /** The block a jump leads to. */
  readonly target: BasicBlock | null;
  /** The source line if this instruction is the first of it; otherwise 0. */
  readonly line: number;
}

/** Instructions that are entered at the first one only. */
export class BasicBlock {
  readonly instructions: Instruction[] = [];
  /** The block that follows in the code. */
  next: BasicBlock | null = null;
  /** Set by the assembler: address of the first instruction. */
  offset = 0;
  /** Set by the stack depth walk: the greatest height this block was entered with. */
  startDepth = -1;
  onPath = false;

  get returns(): boolean {
    return this.instructions.some(({ opcode }) => opcode === Op.RETURN_VALUE);
  }
}

/** A loop or try statement that encloses the code being compiled. */
export interface FrameBlock {
  readonly type: "LOOP" | "EXCEPT" | "FINALLY_TRY" | "FINALLY_END";
  readonly block: BasicBlock;
}

/** Numbers its keys in the order they are first asked for. */
class IndexTable {
  readonly keys: string[] = [];
  private readonly indices = new Map<string, number>();
  private readonly onAdd: (isNew: boolean) => void;

  constructor(onAdd: (isNew: boolean) => void) {
    this.onAdd = onAdd;
  }

  add(key: string): number {
    const known = this.indices.get(key);
    this.onAdd(known === undefined);
    if (known !== undefined) return known;
    this.indices.set(key, this.keys.length);
    return this.keys.push(key) - 1;
  }
}

/** The code of one module or function while it is being compiled. */
export class CodeUnit {
  readonly heap: UnitHeap;
  readonly names = new IndexTable((isNew) => this.heap.addName(isNew));
  readonly varnames = new IndexTable((isNew) => this.heap.addVarname(isNew));
  readonly consts: Constant[] = [];
  readonly entry = new BasicBlock();
  readonly frameBlocks: FrameBlock[] = [];
  readonly name: string;
  readonly table: SymbolTable;
  /** 0 for a module: its first line is that of its first instruction. */
  readonly firstLine: number;
  /** The line of the statement or expression at hand, and whether an instruction carries it yet. */
  line = 0;
  lineIsSet = false;
  private readonly constKeys = new IndexTable((isNew) => this.heap.addConst(isNew));
  private readonly codes: CodeObject[] = [];
  private block = this.entry;

  constructor(name: string, table: SymbolTable, firstLine: number, log: HeapLog) {
    const parameters = table.definition?.args.names ?? [];
    this.heap = new UnitHeap(log, table.symbols.size);
    this.name = name;
    this.table = table;
    this.firstLine = firstLine;
    for (const parameter of parameters) this.varnames.add(parameter);
  }

  get currentBlock(): BasicBlock {
    return this.block;
  }

  /** Continues in `block` (`compiler_use_next_block`). */
  use(block: BasicBlock): void {
    this.block.next = block;
    this.block = block;
  }

  /**
   * Continues in a new block (`NEXT_BLOCK`): no jump leads there, but the depth walk stops there.
   */
  useNew(): void {
    this.use(new BasicBlock());
  }

  /** A new line for the next instruction. */
  setLine(line: number): void {
    this.line = line;
    this.lineIsSet = false;
  }

  op(opcode: Op, arg = 0): void {
    if (opcode < HAVE_ARGUMENT && arg !== 0) throw new Error(`${Op[opcode]} takes no argument`);
    this.append(opcode, arg, null);
  }

  jump(opcode: Op, target: BasicBlock): void {
    this.append(opcode, 0, target);
  }

  /** LOAD_CONST of a value, shared with equal values of the same type. */
  loadConst(constant: Constant): void {
    this.op(Op.LOAD_CONST, this.addConst(constant));
  }

  loadString(value: string): void {
    this.loadConst(str(value));
  }

  /** An instruction whose argument is an index into co_names. */
  nameOp(opcode: Op, name: string): void {
    this.op(opcode, this.names.add(name));
  }

  addConst(constant: Constant): number {
    const key = constantKey(constant, (code) => this.codeIndex(code));
    const index = this.constKeys.add(key);
    if (index === this.consts.length) this.consts.push(constant);
    return index;
  }

  private codeIndex(code: CodeObject): number {
    const known = this.codes.indexOf(code);
    return known >= 0 ? known : this.codes.push(code) - 1;
  }

  private append(opcode: Op, arg: number, target: BasicBlock | null): void {
    const line = this.lineIsSet ? 0 : this.line;
    this.lineIsSet = true;
    const count = this.block.instructions.push({ opcode, arg, target, line });
    this.heap.instruction(this.block, count);
  }
}
