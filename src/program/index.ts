/**
 * Text to bytecode: the compiler of the simulated Python 2.7. For every program of the subset the
 * code object equals, field by field, what CPython 2.7.18 makes of the same file.
 */
import type { CodeObject } from "./code.ts";
import { compileModule } from "./compile.ts";
import { refusalDiagnostic } from "./cursor.ts";
import { future_parse } from "./future.ts";
import { parserHeap } from "./heap-parse.ts";
import { HeapLog } from "./heap.ts";
import { parseModule } from "./parse.ts";
import { CompileError, type CompileWarning, type Diagnostic, SourceText } from "./source.ts";
import { REFUSALS, type Refusal } from "./subset.ts";
import { buildSymbols } from "./symtable.ts";

export type { CodeObject, Constant } from "./code.ts";
export { type CompileWarning, type Diagnostic, diagnosticReport, warningReport } from "./source.ts";

/** A program that can run, with the SyntaxWarnings CPython prints to stderr before it does. */
export interface Compiled {
  readonly code: CodeObject;
  /** What compiling took from the heap and gave back (heap.ts): three numbers a call. */
  readonly heapCalls: readonly number[];
  readonly warnings: readonly CompileWarning[];
}

/** Why a text cannot run: one error of CPython's, or all constructs outside the subset. */
export interface NotCompiled {
  readonly diagnostics: readonly Diagnostic[];
  /** CPython prints the warnings it has come to before its error. */
  readonly warnings: readonly CompileWarning[];
}

/**
 * Compiles the text of a file that python2.7 would run. CPython's own errors come before refusals
 * of what is valid but not simulated; in a text that has refused constructs the errors CPython
 * finds only after parsing stay unreported.
 */
export function compileProgram(text: string, filename: string): Compiled | NotCompiled {
  const source = new SourceText(text, filename);
  if (text.includes("\0")) return refused(source, REFUSALS.nul);
  if (!source.encodingIsSimulated()) return refused(source, REFUSALS.encoding);
  const warnings: CompileWarning[] = [];
  try {
    const { body, refusals } = parseModule(source);
    const refusedFutures = future_parse(source, body);
    if (refusals.length + refusedFutures.length > 0) {
      return { diagnostics: [...refusedFutures, ...refusals], warnings };
    }
    const heap = new HeapLog();
    parserHeap(body, heap);
    const symbols = buildSymbols(source, body, warnings, heap);
    if (symbols.refusals.length > 0) return { diagnostics: symbols.refusals, warnings };
    const code = compileModule(source, body, symbols, warnings, heap);
    return { code, heapCalls: heap.calls, warnings: withoutRepeats(warnings) };
  } catch (error) {
    if (error instanceof CompileError) {
      return { diagnostics: [error.diagnostic], warnings: withoutRepeats(warnings) };
    }
    // JavaScript's own stack is the limit of what CPython's stack would still hold.
    if (error instanceof RangeError) return refused(source, REFUSALS.nesting);
    throw error;
  }
}

function refused(source: SourceText, refusal: Refusal): NotCompiled {
  const place = { line: 1, column: 0 };
  return { diagnostics: [refusalDiagnostic(source, place, refusal)], warnings: [] };
}

/** Python prints a warning once per text and line. */
function withoutRepeats(warnings: readonly CompileWarning[]): CompileWarning[] {
  const seen = new Set<string>();
  return warnings.filter(({ message, line }) => {
    const key = `${line} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}
