/**
 * Statements to instructions: the `compiler_visit_stmt` family of Python/compile.c. One compiler
 * per module or function; a function's compiler makes its code object and the outer one a
 * constant of it.
 */
import { Op } from "../../assembly/abi/opcodes.ts";
import type { Alias, Body, Expr, FunctionDef, Print, Stmt } from "./ast.ts";
import { assemble } from "./assemble.ts";
import { BasicBlock, CodeUnit } from "./blocks.ts";
import { type CodeObject, type Constant, NONE, isOwnInt, str } from "./code.ts";
import { ControlCompiler } from "./compile-control.ts";
import { LATE_FUTURE } from "./future.ts";
import { HeapList, type HeapLog } from "./heap.ts";
import type { CompileWarning, SourceText } from "./source.ts";
import { type Symbols, warningAt } from "./symtable.ts";

/** `import` tries the package's own modules first: level -1. */
const IMPORT_LEVEL: Constant = { type: "int", value: -1n };

/** Compiles a module; throws a CompileError for what CPython only finds at this stage. */
export function compileModule(
  source: SourceText,
  body: Body,
  symbols: Symbols,
  warnings: CompileWarning[],
  heap: HeapLog,
): CodeObject {
  const unit = new CodeUnit("<module>", symbols.module, 0, heap);
  const waiting = new HeapList(heap);
  const code = new Compiler(unit, { source, symbols, warnings, heap, waiting }).module(body);
  unit.heap.free();
  symbols.heap.free();
  waiting.free();
  heap.end();
  // The tree's ints are the code's: loading the code makes them again.
  heap.ints(-Math.min(heap.living, ownInts(code)));
  return code;
}

/** Ints of their own among the constants of a code object and of those inside it. */
function ownInts({ co_consts }: CodeObject): number {
  const counts = co_consts.map((constant) => {
    if (constant.type === "code") return ownInts(constant.code);
    return isOwnInt(constant) ? 1 : 0;
  });
  return counts.reduce((sum: number, count) => sum + count, 0);
}

class Compiler extends ControlCompiler {
  /** A docstring is an assignment to `__doc__`. */
  module(body: Body): CodeObject {
    const docstring = docstringOf(body);
    if (docstring !== null) {
      this.load(docstring);
      this.compiler_nameop("__doc__", "store");
    }
    this.body(docstring === null ? body : body.slice(1));
    return assemble(this.unit, this.context.source);
  }

  /** A function's docstring, or None, is its first constant. */
  private function(definition: FunctionDef): CodeObject {
    const docstring = docstringOf(definition.body);
    this.unit.addConst(docstring === null ? NONE : str(docstring.value));
    this.body(docstring === null ? definition.body : definition.body.slice(1));
    return assemble(this.unit, this.context.source);
  }

  body(statements: Body): void {
    for (const statement of statements) this.statement(statement);
  }

  private statement(statement: Stmt): void {
    this.unit.setLine(statement.line);
    switch (statement.kind) {
      case "FunctionDef":
        this.compiler_function(statement);
        break;
      case "Return":
        this.return(statement.value);
        break;
      case "Delete":
        for (const target of statement.targets) this.delete(target);
        break;
      case "Assign":
        this.assign(statement.targets, statement.value);
        break;
      case "AugAssign":
        this.compiler_augassign(statement.target, statement.op, statement.value);
        break;
      case "Print":
        this.compiler_print(statement);
        break;
      case "For":
        this.compiler_for(statement);
        break;
      case "While":
        this.compiler_while(statement);
        break;
      case "If":
        this.compiler_if(statement);
        break;
      case "Raise":
        this.loadAll(statement.args);
        this.unit.op(Op.RAISE_VARARGS, statement.args.length);
        break;
      case "TryExcept":
        this.compiler_try_except(statement);
        break;
      case "TryFinally":
        this.compiler_try_finally(statement.body, statement.finalbody);
        break;
      case "Assert":
        this.compiler_assert(statement.test, statement.msg);
        break;
      case "Import":
        this.compiler_import(statement.names);
        break;
      case "ImportFrom":
        this.compiler_from_import(statement.module, statement.names);
        break;
      case "Expr":
        this.expressionStatement(statement.value);
        break;
      case "Break":
        this.compiler_break();
        break;
      case "Continue":
        this.compiler_continue();
        break;
      case "Global":
      case "Pass":
        break;
    }
  }

  private compiler_function(definition: FunctionDef): void {
    this.loadAll(definition.args.defaults);
    const table = this.context.symbols.tableOf(definition);
    const { heap, waiting } = this.context;
    const unit = new CodeUnit(definition.name, table, definition.line, heap);
    waiting.append();
    const code = new Compiler(unit, this.context).function(definition);
    unit.heap.free();
    waiting.pop();
    this.unit.loadConst({ type: "code", code });
    this.unit.op(Op.MAKE_FUNCTION, definition.args.defaults.length);
    this.compiler_nameop(definition.name, "store");
  }

  private return(value: Expr | null): void {
    if (!this.unit.table.isFunction) this.fail("'return' outside function");
    if (value === null) this.unit.loadConst(NONE);
    else this.load(value);
    this.unit.op(Op.RETURN_VALUE);
  }

  private assign(targets: readonly Expr[], value: Expr): void {
    this.load(value);
    targets.forEach((target, i) => {
      if (i < targets.length - 1) this.unit.op(Op.DUP_TOP);
      this.store(target);
    });
  }

  /** A statement that is only a number or a string leaves no code. */
  private expressionStatement(value: Expr): void {
    if (value.kind === "Num" || value.kind === "Str") return;
    this.load(value);
    this.unit.op(Op.POP_TOP);
  }

  private compiler_print({ dest, values, nl }: Print): void {
    if (dest !== null) this.load(dest);
    for (const value of values) {
      if (dest !== null) this.unit.op(Op.DUP_TOP);
      this.load(value);
      if (dest === null) this.unit.op(Op.PRINT_ITEM);
      else {
        this.unit.op(Op.ROT_TWO);
        this.unit.op(Op.PRINT_ITEM_TO);
      }
    }
    if (nl) this.unit.op(dest === null ? Op.PRINT_NEWLINE : Op.PRINT_NEWLINE_TO);
    else if (dest !== null) this.unit.op(Op.POP_TOP);
  }

  private compiler_assert(test: Expr, msg: Expr | null): void {
    if (test.kind === "Tuple" && test.elts.length > 0) {
      const message = "assertion is always true, perhaps remove parentheses?";
      this.context.warnings.push(warningAt(this.context.source, message, this.unit.line));
    }
    const end = new BasicBlock();
    this.load(test);
    this.unit.jump(Op.POP_JUMP_IF_TRUE, end);
    this.unit.nameOp(Op.LOAD_GLOBAL, "AssertionError");
    if (msg !== null) {
      this.load(msg);
      this.unit.op(Op.CALL_FUNCTION, 1);
    }
    this.unit.op(Op.RAISE_VARARGS, 1);
    this.unit.use(end);
  }

  /** `import a.b` binds a; `import a.b as c` walks down to b. */
  private compiler_import(names: readonly Alias[]): void {
    for (const { name, asname } of names) {
      this.unit.loadConst(IMPORT_LEVEL);
      this.unit.loadConst(NONE);
      this.unit.nameOp(Op.IMPORT_NAME, name);
      const [first = name, ...rest] = name.split(".");
      if (asname !== null) for (const part of rest) this.unit.nameOp(Op.LOAD_ATTR, part);
      this.compiler_nameop(asname ?? first, "store");
    }
  }

  private compiler_from_import(module: string, names: readonly Alias[]): void {
    if (module === "__future__") this.fail(LATE_FUTURE);
    this.unit.loadConst(IMPORT_LEVEL);
    this.context.heap.keepTuple(names.length);
    this.unit.loadConst({ type: "tuple", items: names.map(({ name }) => str(name)) });
    this.unit.nameOp(Op.IMPORT_NAME, module);
    for (const { name, asname } of names) {
      this.unit.nameOp(Op.IMPORT_FROM, name);
      this.compiler_nameop(asname ?? name, "store");
    }
    this.unit.op(Op.POP_TOP);
  }
}

/** The string a body begins with, if it begins with one. */
function docstringOf(body: Body): Extract<Expr, { kind: "Str" }> | null {
  const [first] = body;
  return first?.kind === "Expr" && first.value.kind === "Str" ? first.value : null;
}
