/**
 * Imports from __future__ (Python/future.c). They change the language, so they are outside the
 * subset; what CPython itself says about wrong ones comes first.
 */
import type { Alias, Body, Place } from "./ast.ts";
import { errorAtLine, refusalDiagnostic } from "./cursor.ts";
import { CompileError, type Diagnostic, type SourceText } from "./source.ts";
import { REFUSALS } from "./subset.ts";

const FEATURES = [
  "nested_scopes",
  "generators",
  "division",
  "absolute_import",
  "with_statement",
  "print_function",
  "unicode_literals",
];

export const LATE_FUTURE = "from __future__ imports must occur at the beginning of the file";

/** Refuses the imports at the beginning of the module, where alone they may stand. */
export function future_parse(source: SourceText, body: Body): Diagnostic[] {
  const refusals: Diagnostic[] = [];
  let done = false;
  let line = 0;
  for (const statement of body) {
    if (done && statement.line > line) return refusals;
    line = statement.line;
    if (statement.kind === "ImportFrom" && statement.module === "__future__") {
      if (done) throw new CompileError(errorAtLine(source, statement, LATE_FUTURE));
      future_check_features(source, statement, statement.names);
      refusals.push(refusalDiagnostic(source, statement, REFUSALS.future));
    } else if (statement.kind !== "Expr" || statement.value.kind !== "Str") {
      done = true;
    }
  }
  return refusals;
}

function future_check_features(source: SourceText, place: Place, names: readonly Alias[]): void {
  for (const { name } of names) {
    if (FEATURES.includes(name)) continue;
    const message = name === "braces" ? "not a chance" : `future feature ${name} is not defined`;
    throw new CompileError(errorAtLine(source, place, message));
  }
}
