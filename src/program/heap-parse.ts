/**
 * What the parser and the making of the syntax tree ask the allocators for (Parser/node.c,
 * Python/pyarena.c, Python/ast.c): arrays of nodes with many children, blocks of the arena that the tree
 * is in, and its list of names and constants. A comma before a closing bracket is not counted.
 */
import { CompilerCall } from "../../assembly/abi/compiler_heap.ts";
import { expressionsOf, partsOf, sliceParts } from "./ast-parts.ts";
import type { Body, Expr, FunctionDef, Stmt } from "./ast.ts";
import { type Block, HeapList, type HeapLog } from "./heap.ts";

/** sizeof(node) in Include/node.h. */
const NODE_BYTES = 40;
/** Beyond so many children an array doubles. */
const EXACT_CHILDREN = 128;

/** XXXROUNDUP in Parser/node.c: children that an array of so many has room for. */
function roundUp(children: number): number {
  if (children <= 1) return children;
  if (children <= EXACT_CHILDREN) return (children + 3) & ~3;
  return 2 ** Math.ceil(Math.log2(children));
}

const ARENA_BLOCK_BYTES = 8192;
/** sizeof(block) in Python/pyarena.c. */
const ARENA_HEAD_BYTES = 32;

/** Bytes of the tree's nodes in the arena (Include/Python-ast.h). */
const EXPR = 56;
const STMT = 48;
const ARGUMENTS = 32;
const HANDLER = 40;
const SLICE = 32;
const COMPREHENSION = 24;
const PAIR = 16;

/** Bytes of a sequence of so many pointers. */
function sequence(count: number): number {
  return 8 + 8 * Math.max(1, count);
}

/** What reading a file takes: FILE and its buffer, the tokenizer and its line, the parser's stack. */
const FILE_BYTES = 472;
const FILE_BUFFER_BYTES = 4096;
const TOKENIZER_BYTES = 992;
const LINE_BYTES = 8192;
const PARSER_BYTES = 36_032;

/**
 * Leaves in `log` what reading and parsing a module takes. The recorded heap is that of `pass`: what its
 * compiler gave back is taken once more, so that it comes back in its order among what this text takes.
 */
export function parserHeap(body: Body, log: HeapLog): void {
  const file = [FILE_BYTES, FILE_BUFFER_BYTES].map((bytes) => log.take(CompilerCall.LIBC, bytes));
  const [tokenizer = 0, line = 0, parser = 0] = [TOKENIZER_BYTES, LINE_BYTES, PARSER_BYTES].map(
    (bytes) => log.take(CompilerCall.BUFFER, bytes),
  );
  const tree = new ParseTree(log);
  tree.module(body);
  for (const block of [parser, line, tokenizer]) log.free(block);
  new SyntaxTree(log).module(body);
  tree.free();
  for (const block of file.reverse()) log.free(block);
}

/** Arrays of children, in the order in which the parser makes them. */
class ParseTree {
  private readonly arrays: Block[] = [];
  private readonly log: HeapLog;

  constructor(log: HeapLog) {
    this.log = log;
  }

  module(body: Body): void {
    const add = this.node();
    this.lines(body, add);
    // The tokenizer ends every file with one more NEWLINE, then comes the ENDMARKER.
    add(2);
  }

  /** Statements that share a line are one node's children, with what stands behind each. */
  private lines(body: Body, add: (count: number) => void): void {
    let line = 0;
    let addToLine = add;
    for (const statement of body) {
      if (statement.line !== line) {
        add(1);
        addToLine = this.node();
      }
      line = statement.line;
      addToLine(1);
      this.statement(statement);
      addToLine(1);
    }
  }

  /** freechildren: the last ones first. */
  free(): void {
    for (const block of this.arrays.reverse()) this.log.free(block);
  }

  /** A node that gets children, so many at a time. */
  private node(): (count: number) => void {
    let children = 0;
    let block: Block | null = null;
    return (count) => {
      for (let i = 0; i < count; i++) {
        const room = roundUp(children);
        const wanted = roundUp(++children);
        if (wanted <= room || wanted * NODE_BYTES < MANY_BYTES) continue;
        if (block === null) {
          block = this.log.block();
          this.arrays.push(block);
        }
        this.log.size(block, CompilerCall.OBJECT, wanted * NODE_BYTES);
      }
    };
  }

  private suite(body: Body): void {
    const add = this.node();
    add(2);
    this.lines(body, add);
    add(1);
  }

  private statement(statement: Stmt): void {
    switch (statement.kind) {
      case "FunctionDef":
        this.list(statement.args.names.length + statement.args.defaults.length, 2, []);
        for (const value of statement.args.defaults) this.expr(value);
        this.suite(statement.body);
        break;
      case "If":
        this.ifChain(statement, this.node());
        break;
      case "While":
      case "For":
        if (statement.kind === "For") this.expr(statement.target);
        this.expr(statement.kind === "For" ? statement.iter : statement.test);
        this.suite(statement.body);
        if (statement.orelse.length > 0) this.suite(statement.orelse);
        break;
      case "TryExcept":
        this.suite(statement.body);
        for (const handler of statement.handlers) this.suite(handler.body);
        if (statement.orelse.length > 0) this.suite(statement.orelse);
        break;
      case "TryFinally":
        this.suite(statement.body);
        this.suite(statement.finalbody);
        break;
      case "Print":
        this.list(statement.values.length, 2, statement.values, 1);
        break;
      case "Delete":
        this.list(statement.targets.length, 2, statement.targets);
        break;
      case "Assign":
        for (const target of statement.targets) this.expr(target);
        this.expr(statement.value);
        break;
      case "AugAssign":
        this.expr(statement.target);
        this.expr(statement.value);
        break;
      case "Global":
      case "Import":
      case "ImportFrom":
        this.list(statement.names.length, 2, [], 1);
        break;
      default:
        for (const value of expressionsOf(statement)) this.expr(value);
    }
  }

  private ifChain(statement: Extract<Stmt, { kind: "If" }>, add: (count: number) => void): void {
    add(2);
    this.expr(statement.test);
    add(2);
    this.suite(statement.body);
    const [first] = statement.orelse;
    if (first === undefined) return;
    // An elif has the place of its test.
    if (first.kind === "If" && first.column === first.test.column) {
      this.ifChain(first, add);
      return;
    }
    add(3);
    this.suite(statement.orelse);
  }

  /** A node of `count` parts with `step` children each, separators included, after `before` others. */
  private list(count: number, step: number, parts: readonly Expr[], before = 0): void {
    const add = this.node();
    add(before);
    for (let i = 0; i < count; i++) {
      add(i === 0 ? step - 1 : step);
      const part = parts[i];
      if (part !== undefined) this.expr(part);
    }
  }

  private expr(root: Expr): void {
    switch (root.kind) {
      case "Tuple":
      case "List":
        this.list(root.elts.length, 2, root.elts);
        break;
      case "Dict": {
        const add = this.node();
        root.keys.forEach((key, i) => {
          add(i === 0 ? 1 : 2);
          this.expr(key);
          add(2);
          const value = root.values[i];
          if (value !== undefined) this.expr(value);
        });
        break;
      }
      case "BinOp": {
        const operands = chain(root);
        this.list(operands.length, 2, operands);
        break;
      }
      case "BoolOp":
        this.list(root.values.length, 2, root.values);
        break;
      case "Compare":
        this.list(root.comparators.length + 1, 2, [root.left, ...root.comparators]);
        break;
      case "Call": {
        const values = [...root.args, ...root.keywords.map(({ value }) => value)];
        this.expr(root.func);
        this.list(values.length, 2, values);
        break;
      }
      default:
        for (const part of partsOf(root)) this.expr(part);
    }
  }
}

/** Arrays below this come from the pools in every build. */
const MANY_BYTES = 512;

/** The operands of a chain of operators of one rank. */
function chain(root: Extract<Expr, { kind: "BinOp" }>): Expr[] {
  const operands: Expr[] = [];
  let expr: Expr = root;
  const rank = rankOf(root.op);
  while (expr.kind === "BinOp" && rankOf(expr.op) === rank && rank !== "**") {
    operands.push(expr.right);
    expr = expr.left;
  }
  if (operands.length === 0) return [root.left, root.right];
  return [...operands, expr].reverse();
}

function rankOf(op: string): string {
  if ("+-".includes(op)) return "+";
  if (["*", "/", "//", "%"].includes(op)) return "*";
  return ["<<", ">>"].includes(op) ? "<<" : op;
}

/** The syntax tree in its arena. */
class SyntaxTree {
  private readonly log: HeapLog;
  private readonly objects: HeapList;
  /** Bytes left in the arena's block; the first one is there already. */
  private room = ARENA_BLOCK_BYTES;

  constructor(log: HeapLog) {
    this.log = log;
    this.objects = new HeapList(log);
  }

  module(body: Body): void {
    this.body(body);
    this.take(PAIR);
  }

  /** PyArena_Malloc. */
  private take(bytes: number): void {
    if (bytes > this.room) {
      this.room = Math.max(ARENA_BLOCK_BYTES, bytes);
      this.log.take(CompilerCall.BUFFER, this.room + ARENA_HEAD_BYTES);
    }
    this.room -= bytes;
  }

  /** PyArena_AddPyObject for each name or constant. */
  private object(count = 1): void {
    for (let i = 0; i < count; i++) this.objects.append();
  }

  private body(body: Body): void {
    this.take(sequence(body.length));
    for (const statement of body) this.statement(statement);
  }

  private exprs(values: readonly Expr[]): void {
    this.take(sequence(values.length));
    for (const value of values) this.expr(value);
  }

  private statement(statement: Stmt): void {
    switch (statement.kind) {
      case "FunctionDef":
        this.functionDef(statement);
        break;
      case "Assign":
        this.exprs(statement.targets);
        this.expr(statement.value);
        break;
      case "AugAssign":
        this.expr(statement.target);
        this.expr(statement.value);
        break;
      case "Print":
        if (statement.dest !== null) this.expr(statement.dest);
        this.exprs(statement.values);
        break;
      case "For":
        this.take(sequence(1));
        this.expr(statement.target);
        this.expr(statement.iter);
        this.bodies(statement.body, statement.orelse);
        break;
      case "While":
      case "If":
        this.expr(statement.test);
        this.bodies(statement.body, statement.orelse);
        break;
      case "TryExcept":
        this.body(statement.body);
        this.take(sequence(statement.handlers.length));
        for (const { type, name, body } of statement.handlers) {
          for (const value of [type, name]) if (value !== null) this.expr(value);
          this.body(body);
          this.take(HANDLER);
        }
        if (statement.orelse.length > 0) this.body(statement.orelse);
        break;
      case "TryFinally":
        this.body(statement.body);
        this.body(statement.finalbody);
        break;
      case "Global":
        this.take(sequence(statement.names.length));
        this.object(statement.names.length);
        break;
      case "Import":
      case "ImportFrom":
        this.take(sequence(statement.names.length));
        for (const { asname } of statement.names) {
          this.object(asname === null ? 1 : 2);
          this.take(PAIR);
        }
        if (statement.kind === "ImportFrom") this.object();
        break;
      case "Delete":
        this.exprs(statement.targets);
        break;
      default:
        for (const value of expressionsOf(statement)) this.expr(value);
    }
    this.take(STMT);
  }

  private bodies(body: Body, orelse: Body): void {
    this.body(body);
    if (orelse.length > 0) this.body(orelse);
  }

  private functionDef({ args, body }: FunctionDef): void {
    this.object();
    if (args.names.length > 0) {
      this.take(sequence(args.names.length));
      if (args.defaults.length > 0) this.take(sequence(args.defaults.length));
      for (const value of args.defaults) this.expr(value);
      this.object(args.names.length);
      this.take(EXPR * args.names.length);
    }
    this.take(ARGUMENTS);
    this.body(body);
  }

  private expr(root: Expr): void {
    switch (root.kind) {
      case "Name":
      case "Num":
      case "Str":
        this.object();
        break;
      case "Tuple":
      case "List":
        this.exprs(root.elts);
        break;
      case "Dict":
        this.take(sequence(root.keys.length));
        this.take(sequence(root.values.length));
        root.keys.forEach((key, i) => {
          this.expr(key);
          const value = root.values[i];
          if (value !== undefined) this.expr(value);
        });
        break;
      case "Attribute":
        this.expr(root.value);
        this.object();
        break;
      case "Call":
        this.expr(root.func);
        this.callArguments(root);
        break;
      case "ListComp":
        this.expr(root.elt);
        this.take(sequence(root.generators.length));
        for (const { target, iter, ifs } of root.generators) {
          this.take(sequence(1));
          this.expr(target);
          this.expr(iter);
          if (ifs.length > 0) this.exprs(ifs);
          this.take(COMPREHENSION);
        }
        break;
      case "Compare":
        this.take(sequence(root.comparators.length) + sequence(root.comparators.length / 2));
        this.expr(root.left);
        for (const value of root.comparators) this.expr(value);
        break;
      case "BoolOp":
        this.exprs(root.values);
        break;
      case "Subscript":
        this.expr(root.value);
        for (const part of sliceParts(root.slice)) this.expr(part);
        this.take(SLICE);
        break;
      default:
        for (const part of partsOf(root)) this.expr(part);
    }
    this.take(EXPR);
  }

  private callArguments({ args, keywords }: Extract<Expr, { kind: "Call" }>): void {
    if (args.length + keywords.length === 0) return;
    this.take(sequence(args.length));
    this.take(sequence(keywords.length));
    for (const value of args) this.expr(value);
    for (const { value } of keywords) {
      this.expr(value);
      this.object();
      this.take(PAIR);
    }
  }
}
