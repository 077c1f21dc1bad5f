/** What is wrong with a text, found while it is typed: by the compiler that the session uses as well. */
import type { Problem } from "../../../workers/protocol.ts";
import type { Text } from "@codemirror/state";
import type { EditorView, ViewUpdate } from "@codemirror/view";
import { compileProgram } from "../../program/index.ts";

/** Compiling a longer text would make typing wait. */
const CHECKED_MAX = 30_000;

/** All that keeps the text from running, in the order of lines. */
export function findProblems(text: string): Problem[] {
  if (text.length > CHECKED_MAX) return [];
  const compiled = compileProgram(text.endsWith("\n") ? text : `${text}\n`, "p.py");
  if (!("diagnostics" in compiled)) return [];
  return compiled.diagnostics
    .map(({ kind, message, remedy, line, column }) => ({
      message: kind === "NotSimulated" ? message : `${kind}: ${message}`,
      remedy,
      line,
      column,
    }))
    .sort((one, other) => one.line - other.line);
}

/** Typing pauses this long before the text is looked at. */
const PAUSE_MS = 600;

/**
 * Looks at the text after every pause in typing. The line with the cursor is left alone: it is being
 * written. The answer is called with every update of the view.
 */
export function checker(show: (view: EditorView, found: readonly Problem[]) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let checked: Text | null = null;
  let problems: Problem[] = [];
  const check = (view: EditorView) => {
    const { doc, selection } = view.state;
    if (checked === null || !checked.eq(doc)) problems = findProblems(doc.toString());
    checked = doc;
    const cursor = view.hasFocus ? doc.lineAt(selection.main.head).number : null;
    show(
      view,
      problems.filter(({ line }) => line !== cursor),
    );
  };
  return ({ docChanged, selectionSet, focusChanged, view }: ViewUpdate) => {
    if (!docChanged && (checked === null || !(selectionSet || focusChanged))) return;
    clearTimeout(timer);
    timer = setTimeout(() => view.dom.isConnected && check(view), PAUSE_MS);
  };
}
