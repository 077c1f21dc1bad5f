/**
 * What the parser asks the allocators for (Parser/node.c): arrays of nodes with many children. A comma
 * before a closing bracket is not counted.
 */
import { CompilerCall } from "../../assembly/abi/compiler_heap.ts";
import { expressionsOf, partsOf } from "./ast-parts.ts";
import type { Body, Expr, Stmt } from "./ast.ts";
import { SyntaxTree } from "./heap-tree.ts";
import type { Block, HeapLog } from "./heap.ts";

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
