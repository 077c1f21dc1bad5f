/**
 * What the making of the syntax tree asks the allocators for (Python/pyarena.c, Python/ast.c): blocks of
 * the arena that the tree is in, and its list of names and constants.
 */
import { CompilerCall } from "../../assembly/abi/compiler_heap.ts";
import { expressionsOf, partsOf, sliceParts } from "./ast-parts.ts";
import { isOwnInt } from "./code.ts";
import type { Body, Expr, FunctionDef, Stmt } from "./ast.ts";
import { HeapItems, type HeapLog } from "./heap.ts";

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

/** The syntax tree in its arena. */
export class SyntaxTree {
  private readonly log: HeapLog;
  /** The arena's list, as long as the run; the recorded heap has it, empty. */
  private readonly objects: HeapItems;
  /** Bytes left in the arena's block; the first one is there already. */
  private room = ARENA_BLOCK_BYTES;

  constructor(log: HeapLog) {
    this.log = log;
    this.objects = new HeapItems(log);
  }

  module(body: Body): void {
    this.body(body);
    this.take(PAIR);
  }

  /** PyArena_Malloc. */
  private take(bytes: number): void {
    if (bytes > this.room) {
      this.room = Math.max(ARENA_BLOCK_BYTES, bytes);
      this.log.take(CompilerCall.LIBC, this.room + ARENA_HEAD_BYTES);
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
      case "Num":
        // An int that is not one of the small ones is made here and lives as long as the tree.
        if (isOwnInt(root.value)) this.log.ints(1);
        this.object();
        break;
      case "Name":
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
