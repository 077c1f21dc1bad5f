/**
 * Control flow to instructions: conditions, loops and try statements of Python/compile.c, and the
 * stack of open blocks that break and continue look at.
 */
import type { HeapList, HeapLog } from "./heap.ts";
import { Cmp, Op } from "../../assembly/abi/opcodes.ts";
import type { Body, Expr, For, If, TryExcept, While } from "./ast.ts";
import { BasicBlock, type CodeUnit, type FrameBlock } from "./blocks.ts";
import { isTrue, NONE } from "./code.ts";
import { ExpressionCompiler } from "./compile-expressions.ts";
import { errorAtLine } from "./cursor.ts";
import { CompileError, type CompileWarning, type Diagnostic, type SourceText } from "./source.ts";
import type { Symbols } from "./symtable.ts";

/** CO_MAXBLOCKS (Include/code.h): a frame has room for so many open loops and try statements. */
const CO_MAXBLOCKS = 20;

/** What all code objects of one text are compiled with. */
export interface Context {
  readonly source: SourceText;
  readonly symbols: Symbols;
  readonly warnings: CompileWarning[];
  /** What compiling takes from the heap, and the list of units that wait for an inner one. */
  readonly heap: HeapLog;
  readonly waiting: HeapList;
}

export abstract class ControlCompiler extends ExpressionCompiler {
  protected readonly context: Context;

  constructor(unit: CodeUnit, context: Context) {
    super(unit);
    this.context = context;
  }

  abstract body(statements: Body): void;

  /** A condition that is a literal decides at compile time which branch exists. */
  protected compiler_if({ test, body, orelse }: If): void {
    const end = new BasicBlock();
    const constant = expr_constant(test);
    if (constant === false) this.body(orelse);
    else if (constant === true) this.body(body);
    else {
      const next = orelse.length > 0 ? new BasicBlock() : end;
      this.load(test);
      this.unit.jump(Op.POP_JUMP_IF_FALSE, next);
      this.body(body);
      this.unit.jump(Op.JUMP_FORWARD, end);
      if (orelse.length > 0) {
        this.unit.use(next);
        this.body(orelse);
      }
    }
    this.unit.use(end);
  }

  protected compiler_for(statement: For): void {
    const start = new BasicBlock();
    const cleanup = new BasicBlock();
    const end = new BasicBlock();
    this.unit.jump(Op.SETUP_LOOP, end);
    this.inBlock({ type: "LOOP", block: start }, () => {
      this.load(statement.iter);
      this.unit.op(Op.GET_ITER);
      this.unit.use(start);
      this.unit.jump(Op.FOR_ITER, cleanup);
      this.store(statement.target);
      this.body(statement.body);
      this.unit.jump(Op.JUMP_ABSOLUTE, start);
      this.unit.use(cleanup);
      this.unit.op(Op.POP_BLOCK);
    });
    this.body(statement.orelse);
    this.unit.use(end);
  }

  /** `while 1` has no test: nothing jumps to its POP_BLOCK, which is there all the same. */
  protected compiler_while(statement: While): void {
    const constant = expr_constant(statement.test);
    if (constant === false) {
      this.body(statement.orelse);
      return;
    }
    const loop = new BasicBlock();
    const anchor = new BasicBlock();
    const end = new BasicBlock();
    this.unit.jump(Op.SETUP_LOOP, end);
    this.unit.use(loop);
    this.inBlock({ type: "LOOP", block: loop }, () => {
      if (constant === null) {
        this.load(statement.test);
        this.unit.jump(Op.POP_JUMP_IF_FALSE, anchor);
      }
      this.body(statement.body);
      this.unit.jump(Op.JUMP_ABSOLUTE, loop);
      if (constant === null) this.unit.use(anchor);
      this.unit.op(Op.POP_BLOCK);
    });
    this.body(statement.orelse);
    this.unit.use(end);
  }

  protected compiler_break(): void {
    const inLoop = this.unit.frameBlocks.some(({ type }) => type === "LOOP");
    if (!inLoop) this.fail("'break' outside loop");
    this.unit.op(Op.BREAK_LOOP);
  }

  /** Leaving a try statement by `continue` needs an opcode that unwinds it. */
  protected compiler_continue(): void {
    const blocks = this.unit.frameBlocks;
    const inFinally = "'continue' not supported inside 'finally' clause";
    const innermost = blocks.at(-1);
    if (innermost?.type === "LOOP") {
      this.unit.jump(Op.JUMP_ABSOLUTE, innermost.block);
      return;
    }
    if (innermost?.type === "FINALLY_END") this.fail(inFinally);
    for (const block of blocks.toReversed()) {
      if (block.type === "FINALLY_END") this.fail(inFinally);
      if (block.type === "LOOP") {
        this.unit.jump(Op.CONTINUE_LOOP, block.block);
        return;
      }
    }
    this.fail("'continue' not properly in loop");
  }

  protected compiler_try_finally(body: Body, finalbody: Body): void {
    const start = new BasicBlock();
    const end = new BasicBlock();
    this.unit.jump(Op.SETUP_FINALLY, end);
    this.unit.use(start);
    this.inBlock({ type: "FINALLY_TRY", block: start }, () => {
      this.body(body);
      this.unit.op(Op.POP_BLOCK);
    });
    this.unit.loadConst(NONE);
    this.unit.use(end);
    this.inBlock({ type: "FINALLY_END", block: end }, () => {
      this.body(finalbody);
      this.unit.op(Op.END_FINALLY);
    });
  }

  protected compiler_try_except(statement: TryExcept): void {
    const start = new BasicBlock();
    const orelse = new BasicBlock();
    const end = new BasicBlock();
    let except = new BasicBlock();
    this.unit.jump(Op.SETUP_EXCEPT, except);
    this.unit.use(start);
    this.inBlock({ type: "EXCEPT", block: start }, () => {
      this.body(statement.body);
      this.unit.op(Op.POP_BLOCK);
    });
    this.unit.jump(Op.JUMP_FORWARD, orelse);
    this.unit.use(except);
    statement.handlers.forEach(({ type, name, body, line }, i) => {
      const isLast = i === statement.handlers.length - 1;
      if (type === null && !isLast) this.fail("default 'except:' must be last");
      this.unit.setLine(line);
      except = new BasicBlock();
      if (type !== null) {
        this.unit.op(Op.DUP_TOP);
        this.load(type);
        this.unit.op(Op.COMPARE_OP, Cmp.EXC_MATCH);
        this.unit.jump(Op.POP_JUMP_IF_FALSE, except);
      }
      // The three values on the stack are the exception's type, its value and its traceback.
      this.unit.op(Op.POP_TOP);
      if (name === null) this.unit.op(Op.POP_TOP);
      else this.store(name);
      this.unit.op(Op.POP_TOP);
      this.body(body);
      this.unit.jump(Op.JUMP_FORWARD, end);
      this.unit.use(except);
    });
    this.unit.op(Op.END_FINALLY);
    this.unit.use(orelse);
    this.body(statement.orelse);
    this.unit.use(end);
  }

  /** Compiles a part that runs while a block is open on the frame's block stack. */
  private inBlock(block: FrameBlock, compile: () => void): void {
    if (this.unit.frameBlocks.length >= CO_MAXBLOCKS) {
      const error = this.errorHere("too many statically nested blocks");
      throw new CompileError({ ...error, caret: "", located: false });
    }
    this.unit.frameBlocks.push(block);
    compile();
    this.unit.frameBlocks.pop();
  }

  protected fail(message: string): never {
    throw new CompileError(this.errorHere(message));
  }

  private errorHere(message: string): Diagnostic {
    const { line } = this.unit;
    const column = Math.max(0, this.context.source.lineText(line).search(/\S/));
    return errorAtLine(this.context.source, { line, column }, message);
  }
}

/** The truth of a condition known at compile time; null if it is not known. */
function expr_constant(test: Expr): boolean | null {
  if (test.kind === "Str") return test.value !== "";
  if (test.kind === "Name") return test.id === "__debug__" ? true : null;
  if (test.kind !== "Num") return null;
  return isTrue(test.value);
}
