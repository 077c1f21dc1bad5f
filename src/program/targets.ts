/**
 * What may be assigned to and deleted: `set_context` and `forbidden_check` of Python/ast.c, with
 * CPython's wording for everything else.
 */
import type { Expr, Place } from "./ast.ts";
import type { TokenCursor } from "./cursor.ts";

/** Two names that nothing can be bound to. */
export function forbidden_check(cursor: TokenCursor, place: Place, name: string): void {
  if (name === "None" || name === "__debug__") cursor.failTree(place, `cannot assign to ${name}`);
}

/** Records an error unless the expression is a place that can be stored to or deleted. */
export function set_context(cursor: TokenCursor, target: Expr, use: "assign to" | "delete"): void {
  switch (target.kind) {
    case "Name":
      if (use === "assign to") forbidden_check(cursor, target, target.id);
      break;
    case "Attribute":
      if (use === "assign to") forbidden_check(cursor, target, target.attr);
      break;
    case "Subscript":
      break;
    case "Tuple":
    case "List":
      for (const element of target.elts) set_context(cursor, element, use);
      if (target.kind === "List" || target.elts.length > 0) break;
      cursor.failTree(target, `can't ${use} ()`);
      break;
    default:
      cursor.failTree(target, `can't ${use} ${cpythonName(target)}`);
  }
}

/** What CPython calls an expression that is no target. */
function cpythonName(target: Expr): string {
  switch (target.kind) {
    case "Call":
      return "function call";
    case "BoolOp":
    case "BinOp":
    case "UnaryOp":
      return "operator";
    case "ListComp":
      return "list comprehension";
    case "Dict":
    case "Num":
    case "Str":
      return "literal";
    case "Compare":
      return "comparison";
    case "IfExp":
      return "conditional expression";
    case "NotSimulated":
      return target.cpythonName;
    case "Name":
    case "Attribute":
    case "Subscript":
    case "Tuple":
    case "List":
      throw new Error(`${target.kind} is a target`);
  }
}
