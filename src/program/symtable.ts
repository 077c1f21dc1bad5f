/**
 * Which names are local and which are global (Python/symtable.c). A name that a nested function
 * would take from the function around it makes a closure, which is outside the subset.
 */
import { expressionsOf, partsOf } from "./ast-parts.ts";
import type { Body, Expr, FunctionDef, Place, Stmt } from "./ast.ts";
import { errorAtLine, refusalDiagnostic } from "./cursor.ts";
import { SymbolHeap } from "./heap-symbols.ts";
import type { HeapLog } from "./heap.ts";
import { CompileError, type CompileWarning, type Diagnostic, type SourceText } from "./source.ts";
import { REFUSALS } from "./subset.ts";

/** How a name is found at run time. */
export type Scope = "LOCAL" | "GLOBAL_EXPLICIT" | "GLOBAL_IMPLICIT";

interface Symbol {
  /** The first place that reads the name. */
  used: Place | null;
  bound: boolean;
  isParameter: boolean;
  isGlobal: boolean;
}

/** The names of the module or of one function. */
export class SymbolTable {
  readonly symbols = new Map<string, Symbol>();
  readonly children: SymbolTable[] = [];
  /** The function's statement; null for the module. */
  readonly definition: FunctionDef | null;
  /** True for a function inside a function. */
  readonly nested: boolean;

  private readonly heap: SymbolHeap;

  constructor(definition: FunctionDef | null, outer: SymbolTable | null, heap: SymbolHeap) {
    this.definition = definition;
    this.nested = outer?.isFunction ?? false;
    this.heap = heap;
    heap.enter(this, outer);
  }

  get isFunction(): boolean {
    return this.definition !== null;
  }

  /** How the compiler must reach a name from here. */
  scopeOf(name: string): Scope {
    const symbol = this.symbols.get(name);
    if (symbol?.isGlobal) return "GLOBAL_EXPLICIT";
    return symbol?.bound ? "LOCAL" : "GLOBAL_IMPLICIT";
  }

  symbol(name: string): Symbol {
    const known = this.symbols.get(name);
    if (known !== undefined) return known;
    const symbol = { used: null, bound: false, isParameter: false, isGlobal: false };
    this.symbols.set(name, symbol);
    this.heap.name(this);
    return symbol;
  }
}

/** The tables of a module and its functions, and the closures that were found. */
export interface Symbols {
  readonly module: SymbolTable;
  readonly tableOf: (definition: FunctionDef) => SymbolTable;
  readonly refusals: readonly Diagnostic[];
  readonly heap: SymbolHeap;
}

/** Collects the names of a module (`PySymtable_Build`); adds CPython's warnings to `warnings`. */
export function buildSymbols(
  source: SourceText,
  body: Body,
  warnings: CompileWarning[],
  log: HeapLog,
): Symbols {
  const heap = new SymbolHeap(log);
  const builder = new Builder(source, warnings, heap);
  builder.body(body);
  const refusals: Diagnostic[] = [];
  analyze(source, builder.module, new Set(), refusals);
  heap.analyze(builder.module);
  const tableOf = (definition: FunctionDef) => {
    const table = builder.tables.get(definition);
    if (table === undefined) throw new Error(`function ${definition.name} has no symbol table`);
    return table;
  };
  return { module: builder.module, tableOf, refusals, heap };
}

/** `analyze_block`: errors of global statements, then closures, outer functions first. */
function analyze(
  source: SourceText,
  table: SymbolTable,
  enclosing: ReadonlySet<string>,
  refusals: Diagnostic[],
): void {
  const visible = new Set(enclosing);
  for (const [name, symbol] of table.symbols) {
    if (symbol.isGlobal && symbol.isParameter && table.definition !== null) {
      const message = `name '${name}' is local and global`;
      throw new CompileError(errorAtLine(source, table.definition, message));
    }
    if (symbol.isGlobal) visible.delete(name);
    else if (symbol.bound && table.isFunction) visible.add(name);
    else if (!symbol.bound && symbol.used !== null && enclosing.has(name)) {
      refusals.push(refusalDiagnostic(source, symbol.used, REFUSALS.closure));
    }
  }
  for (const child of table.children) analyze(source, child, visible, refusals);
}

class Builder {
  readonly module: SymbolTable;
  readonly tables = new Map<FunctionDef, SymbolTable>();
  private readonly source: SourceText;
  private readonly warnings: CompileWarning[];
  private readonly heap: SymbolHeap;
  private table: SymbolTable;

  constructor(source: SourceText, warnings: CompileWarning[], heap: SymbolHeap) {
    this.source = source;
    this.warnings = warnings;
    this.heap = heap;
    this.module = new SymbolTable(null, null, heap);
    this.table = this.module;
  }

  body(statements: Body): void {
    for (const statement of statements) this.statement(statement);
  }

  private statement(statement: Stmt): void {
    switch (statement.kind) {
      case "FunctionDef":
        this.functionDef(statement);
        break;
      case "Delete":
        for (const target of statement.targets) this.bind(target);
        return;
      case "Assign":
        this.read(statement.value);
        for (const target of statement.targets) this.bind(target);
        return;
      case "AugAssign":
        this.bind(statement.target);
        this.read(statement.value);
        break;
      case "For":
        this.bind(statement.target);
        this.read(statement.iter);
        this.body(statement.body);
        this.body(statement.orelse);
        break;
      case "While":
      case "If":
        this.read(statement.test);
        this.body(statement.body);
        this.body(statement.orelse);
        break;
      case "TryExcept":
        this.tryExcept(statement);
        break;
      case "TryFinally":
        this.body(statement.body);
        this.body(statement.finalbody);
        break;
      case "Global":
        this.global(statement.names, statement);
        break;
      case "Import":
      case "ImportFrom":
        for (const { name, asname } of statement.names) {
          const bound = asname ?? name.split(".")[0] ?? name;
          this.heap.imported(this.table, bound);
          this.table.symbol(bound).bound = true;
        }
        return;
      default:
        for (const value of expressionsOf(statement)) this.read(value);
    }
  }

  private functionDef(definition: FunctionDef): void {
    this.table.symbol(definition.name).bound = true;
    for (const value of definition.args.defaults) this.read(value);
    const outer = this.table;
    const table = new SymbolTable(definition, outer, this.heap);
    outer.children.push(table);
    this.tables.set(definition, table);
    this.table = table;
    for (const name of definition.args.names) {
      const symbol = table.symbol(name);
      if (symbol.isParameter) {
        const message = `duplicate argument '${name}' in function definition`;
        throw new CompileError(errorAtLine(this.source, definition, message));
      }
      symbol.isParameter = true;
      symbol.bound = true;
      this.heap.parameter(table);
    }
    this.body(definition.body);
    this.heap.exit();
    this.table = outer;
  }

  private tryExcept(statement: Extract<Stmt, { kind: "TryExcept" }>): void {
    this.body(statement.body);
    this.body(statement.orelse);
    for (const handler of statement.handlers) {
      if (handler.type !== null) this.read(handler.type);
      if (handler.name !== null) this.bind(handler.name);
      this.body(handler.body);
    }
  }

  private global(names: readonly string[], place: Place): void {
    for (const name of names) {
      const symbol = this.table.symbol(name);
      const assigned = symbol.bound && !symbol.isParameter;
      if (assigned) this.warn(`name '${name}' is assigned to before global declaration`, place);
      else if (symbol.used) this.warn(`name '${name}' is used prior to global declaration`, place);
      symbol.isGlobal = true;
      // CPython marks the module's own symbol too: module code then uses LOAD_GLOBAL for the name.
      this.module.symbol(name).isGlobal = true;
    }
  }

  private warn(message: string, place: Place): void {
    this.warnings.push(warningAt(this.source, message, place.line));
  }

  /** A target binds its names; what it is made of besides (`a` of `a[i]`) is read. */
  private bind(target: Expr): void {
    if (target.kind === "Name") this.table.symbol(target.id).bound = true;
    else if (target.kind === "Tuple" || target.kind === "List") {
      for (const element of target.elts) this.bind(element);
    } else this.read(target);
  }

  /** Notes every name an expression reads; a work list, because chains of operators are deep. */
  private read(root: Expr): void {
    const work = [root];
    for (let expr = work.pop(); expr !== undefined; expr = work.pop()) {
      if (expr.kind === "Name") this.table.symbol(expr.id).used ??= expr;
      if (expr.kind === "ListComp") for (const part of expr.generators) this.bind(part.target);
      work.push(...partsOf(expr));
    }
  }
}

/** A warning with the source line CPython prints below it. */
export function warningAt(source: SourceText, message: string, line: number): CompileWarning {
  return { message, line, text: source.programText(line).trimEnd() };
}
