/**
 * Expressions to instructions: the `compiler_visit_expr` family of Python/compile.c. The order in
 * which instructions are made is CPython's, because it decides the order of names and constants.
 */
import { Op } from "../../assembly/abi/opcodes.ts";
import type { BinaryOperator, BinOp, Call, Compare, Expr, ListComp, Slice } from "./ast.ts";
import { BasicBlock, type CodeUnit } from "./blocks.ts";
import { NONE } from "./code.ts";
import {
  BINARY,
  COMPARE,
  FAST,
  GLOBAL,
  INPLACE,
  NAME,
  SIMPLE_SLICE,
  SUBSCRIPT,
  UNARY,
  type Use,
} from "./operators.ts";

/** BUILD_MAP's argument is only a hint for the size; CPython caps it at what 16 bits hold. */
const BUILD_MAP_MAX = 0xffff;

export class ExpressionCompiler {
  protected unit: CodeUnit;

  constructor(unit: CodeUnit) {
    this.unit = unit;
  }

  /** Pushes the value of an expression. */
  load(expr: Expr): void {
    this.raiseLine(expr);
    switch (expr.kind) {
      case "Name":
        this.compiler_nameop(expr.id, "load");
        break;
      case "Num":
        this.unit.loadConst(expr.value);
        break;
      case "Str":
        this.unit.loadString(expr.value);
        break;
      case "Tuple":
      case "List":
        this.loadAll(expr.elts);
        this.unit.op(expr.kind === "List" ? Op.BUILD_LIST : Op.BUILD_TUPLE, expr.elts.length);
        break;
      case "Dict":
        this.dict(expr.keys, expr.values);
        break;
      case "UnaryOp":
        this.load(expr.operand);
        this.unit.op(UNARY[expr.op]);
        break;
      case "BinOp":
        this.binOp(expr);
        break;
      case "BoolOp":
        this.compiler_boolop(expr.op, expr.values);
        break;
      case "Compare":
        this.compiler_compare(expr);
        break;
      case "IfExp":
        this.compiler_ifexp(expr.test, expr.body, expr.orelse);
        break;
      case "ListComp":
        this.unit.op(Op.BUILD_LIST, 0);
        this.compiler_listcomp_generator(expr, 0);
        break;
      case "Call":
        this.compiler_call(expr);
        break;
      case "Attribute":
        this.load(expr.value);
        this.unit.nameOp(Op.LOAD_ATTR, expr.attr);
        break;
      case "Subscript":
        this.load(expr.value);
        this.subscript(expr.slice, "load");
        break;
      case "NotSimulated":
        throw new Error("refused constructs never reach the compiler");
    }
  }

  loadAll(exprs: readonly Expr[]): void {
    for (const expr of exprs) this.load(expr);
  }

  /** Pops a value into a target. */
  store(target: Expr): void {
    this.change(target, "store");
  }

  delete(target: Expr): void {
    this.change(target, "delete");
  }

  private change(target: Expr, use: "store" | "delete"): void {
    this.raiseLine(target);
    switch (target.kind) {
      case "Name":
        this.compiler_nameop(target.id, use);
        break;
      case "Attribute":
        this.load(target.value);
        this.unit.nameOp(use === "store" ? Op.STORE_ATTR : Op.DELETE_ATTR, target.attr);
        break;
      case "Subscript":
        this.load(target.value);
        this.subscript(target.slice, use);
        break;
      case "Tuple":
      case "List":
        if (use === "store") this.unit.op(Op.UNPACK_SEQUENCE, target.elts.length);
        for (const element of target.elts) this.change(element, use);
        return;
      default:
        throw new Error(`the parser lets no ${target.kind} pass as a target`);
    }
  }

  /** `target op= value`: the target is read and written, its parts are evaluated once. */
  compiler_augassign(target: Expr, op: BinaryOperator, value: Expr): void {
    const inplace = INPLACE[op];
    if (target.kind === "Name") {
      this.compiler_nameop(target.id, "load");
      this.load(value);
      this.unit.op(inplace);
      this.compiler_nameop(target.id, "store");
    } else if (target.kind === "Attribute") {
      this.raiseLine(target);
      this.load(target.value);
      this.unit.op(Op.DUP_TOP);
      this.unit.nameOp(Op.LOAD_ATTR, target.attr);
      this.load(value);
      this.unit.op(inplace);
      this.unit.op(Op.ROT_TWO);
      this.unit.nameOp(Op.STORE_ATTR, target.attr);
    } else if (target.kind === "Subscript") {
      this.raiseLine(target);
      this.load(target.value);
      this.augmentedSubscript(target.slice, () => {
        this.load(value);
        this.unit.op(inplace);
      });
    } else throw new Error(`the parser lets no ${target.kind} pass as an augmented target`);
  }

  private augmentedSubscript(slice: Slice, operate: () => void): void {
    const depth = this.sliceOperands(slice);
    if (isSimple(slice)) {
      // Container and bounds are copied, read, and later turned below the result.
      if (depth === 0) this.unit.op(Op.DUP_TOP);
      else this.unit.op(Op.DUP_TOPX, depth + 1);
      this.unit.op(Op.SLICE_0 + simpleOffset(slice));
      operate();
      this.unit.op([Op.ROT_TWO, Op.ROT_THREE, Op.ROT_FOUR][depth] ?? Op.NOP);
      this.unit.op(Op.STORE_SLICE_0 + simpleOffset(slice));
      return;
    }
    this.unit.op(Op.DUP_TOPX, 2);
    this.unit.op(Op.BINARY_SUBSCR);
    operate();
    this.unit.op(Op.ROT_THREE);
    this.unit.op(Op.STORE_SUBSCR);
  }

  /** The instructions for `[…]` when the container is on the stack. */
  private subscript(slice: Slice, use: Use): void {
    this.sliceOperands(slice);
    if (isSimple(slice)) this.unit.op(SIMPLE_SLICE[use] + simpleOffset(slice));
    else this.unit.op(SUBSCRIPT[use]);
  }

  /** Pushes what stands between the brackets; returns how many values that is. */
  private sliceOperands(slice: Slice): number {
    if (slice.kind === "Index") {
      this.load(slice.value);
      return 1;
    }
    if (slice.step === null) {
      const bounds = [slice.lower, slice.upper].filter((bound) => bound !== null);
      this.loadAll(bounds);
      return bounds.length;
    }
    for (const bound of [slice.lower, slice.upper]) {
      if (bound === null) this.unit.loadConst(NONE);
      else this.load(bound);
    }
    this.load(slice.step);
    this.unit.op(Op.BUILD_SLICE, 3);
    return 1;
  }

  compiler_nameop(name: string, use: Use): void {
    const scope = this.unit.table.scopeOf(name);
    if (scope === "LOCAL" && this.unit.table.isFunction) {
      this.unit.op(FAST[use], this.unit.varnames.add(name));
    } else if (scope === "GLOBAL_EXPLICIT" || (scope !== "LOCAL" && this.unit.table.isFunction)) {
      this.unit.nameOp(GLOBAL[use], name);
    } else {
      this.unit.nameOp(NAME[use], name);
    }
  }

  private dict(keys: readonly Expr[], values: readonly Expr[]): void {
    this.unit.op(Op.BUILD_MAP, Math.min(keys.length, BUILD_MAP_MAX));
    keys.forEach((key, i) => {
      const value = values[i];
      if (value === undefined) throw new Error("a dict display has as many values as keys");
      this.load(value);
      this.load(key);
      this.unit.op(Op.STORE_MAP);
    });
  }

  /** A chain `a + b + c + …` is a tree as deep as the chain is long: it is walked in a loop. */
  private binOp(root: BinOp): void {
    const chain: BinOp[] = [root];
    let left = root.left;
    for (; left.kind === "BinOp"; left = left.left) {
      this.raiseLine(left);
      chain.push(left);
    }
    this.load(left);
    for (let node = chain.pop(); node !== undefined; node = chain.pop()) {
      this.load(node.right);
      this.unit.op(BINARY[node.op]);
    }
  }

  private compiler_boolop(op: "and" | "or", values: readonly Expr[]): void {
    const end = new BasicBlock();
    const jump = op === "and" ? Op.JUMP_IF_FALSE_OR_POP : Op.JUMP_IF_TRUE_OR_POP;
    values.forEach((value, i) => {
      this.load(value);
      if (i < values.length - 1) this.unit.jump(jump, end);
    });
    this.unit.use(end);
  }

  /** In `a < b < c` the middle value is kept below the first result. */
  private compiler_compare(expr: Compare): void {
    this.load(expr.left);
    const cleanup = new BasicBlock();
    expr.comparators.forEach((comparator, i) => {
      const op = expr.ops[i];
      if (op === undefined) throw new Error("a comparison has as many operators as right sides");
      this.load(comparator);
      if (i === expr.ops.length - 1) {
        this.unit.op(Op.COMPARE_OP, COMPARE[op]);
        return;
      }
      this.unit.op(Op.DUP_TOP);
      this.unit.op(Op.ROT_THREE);
      this.unit.op(Op.COMPARE_OP, COMPARE[op]);
      this.unit.jump(Op.JUMP_IF_FALSE_OR_POP, cleanup);
      this.unit.useNew();
    });
    if (expr.ops.length === 1) return;
    const end = new BasicBlock();
    this.unit.jump(Op.JUMP_FORWARD, end);
    this.unit.use(cleanup);
    this.unit.op(Op.ROT_TWO);
    this.unit.op(Op.POP_TOP);
    this.unit.use(end);
  }

  private compiler_ifexp(test: Expr, body: Expr, orelse: Expr): void {
    const end = new BasicBlock();
    const next = new BasicBlock();
    this.load(test);
    this.unit.jump(Op.POP_JUMP_IF_FALSE, next);
    this.load(body);
    this.unit.jump(Op.JUMP_FORWARD, end);
    this.unit.use(next);
    this.load(orelse);
    this.unit.use(end);
  }

  private compiler_listcomp_generator(expr: ListComp, index: number): void {
    const generator = expr.generators[index];
    if (generator === undefined) throw new Error("a comprehension has at least one for");
    const start = new BasicBlock();
    const cleanup = new BasicBlock();
    const anchor = new BasicBlock();
    this.load(generator.iter);
    this.unit.op(Op.GET_ITER);
    this.unit.use(start);
    this.unit.jump(Op.FOR_ITER, anchor);
    this.unit.useNew();
    this.store(generator.target);
    for (const condition of generator.ifs) {
      this.load(condition);
      this.unit.jump(Op.POP_JUMP_IF_FALSE, cleanup);
      this.unit.useNew();
    }
    if (index + 1 < expr.generators.length) this.compiler_listcomp_generator(expr, index + 1);
    else {
      this.load(expr.elt);
      this.unit.op(Op.LIST_APPEND, index + 2);
      this.unit.useNew();
    }
    this.unit.use(cleanup);
    this.unit.jump(Op.JUMP_ABSOLUTE, start);
    this.unit.use(anchor);
  }

  /** Positional arguments, then name and value of each keyword argument. */
  private compiler_call(expr: Call): void {
    this.load(expr.func);
    this.loadAll(expr.args);
    for (const { arg, value } of expr.keywords) {
      this.unit.loadString(arg);
      this.load(value);
    }
    this.unit.op(Op.CALL_FUNCTION, expr.args.length | (expr.keywords.length << 8));
  }

  /** An expression that begins on a later line than all before it starts a new line. */
  private raiseLine(expr: Expr): void {
    if (expr.line > this.unit.line) this.unit.setLine(expr.line);
  }
}

/** A slice without a step has opcodes of its own, one for each choice of bounds. */
function isSimple(slice: Slice): boolean {
  return slice.kind === "Slice" && slice.step === null;
}

function simpleOffset(slice: Slice): number {
  if (slice.kind === "Index") throw new Error("an index is no slice");
  return (slice.lower === null ? 0 : 1) + (slice.upper === null ? 0 : 2);
}
