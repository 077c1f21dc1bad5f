/** What is directly inside a statement or an expression of the syntax tree. */
import type { Expr, Slice, Stmt } from "./ast.ts";

/** The expressions directly inside a statement that binds nothing and holds no statements. */
export function expressionsOf(statement: Stmt): readonly Expr[] {
  switch (statement.kind) {
    case "Return":
      return statement.value === null ? [] : [statement.value];
    case "Print":
      return statement.dest === null ? statement.values : [statement.dest, ...statement.values];
    case "Raise":
      return statement.args;
    case "Assert":
      return statement.msg === null ? [statement.test] : [statement.test, statement.msg];
    case "Expr":
      return [statement.value];
    case "Pass":
    case "Break":
    case "Continue":
      return [];
    default:
      throw new Error(`${statement.kind} has a visitor of its own`);
  }
}

/** The expressions directly inside an expression, without the targets of a comprehension. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "Name":
    case "Num":
    case "Str":
      return [];
    case "Tuple":
    case "List":
      return expr.elts;
    case "Dict":
      return [...expr.values, ...expr.keys];
    case "UnaryOp":
      return [expr.operand];
    case "BinOp":
      return [expr.left, expr.right];
    case "BoolOp":
      return expr.values;
    case "Compare":
      return [expr.left, ...expr.comparators];
    case "IfExp":
      return [expr.test, expr.body, expr.orelse];
    case "ListComp":
      return [expr.elt, ...expr.generators.flatMap(({ iter, ifs }) => [iter, ...ifs])];
    case "Call":
      return [expr.func, ...expr.args, ...expr.keywords.map(({ value }) => value)];
    case "Attribute":
      return [expr.value];
    case "Subscript":
      return [expr.value, ...sliceParts(expr.slice)];
    case "NotSimulated":
      throw new Error("refused constructs never reach the symbol table");
  }
}

export function sliceParts(slice: Slice): readonly Expr[] {
  if (slice.kind === "Index") return [slice.value];
  return [slice.lower, slice.upper, slice.step].filter((part) => part !== null);
}
