/**
 * What the editor draws into the text: the line that runs at the instant and the place of a problem.
 * Both belong to the text that ran or was refused; they move along while a person edits it.
 */
import {
  ChangeSet,
  type ChangeDesc,
  type EditorState,
  type Extension,
  StateEffect,
  StateField,
  Text,
} from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import type { Problem } from "../../../workers/protocol.ts";

/** The text whose lines the session talks about, and the line that runs, 1-based. */
export interface Running {
  text: string;
  line: number | null;
}

interface RunningState extends Running {
  doc: Text;
  /** How the doc became the text in the editor; null when that is another text altogether. */
  changes: ChangeDesc | null;
}

const setRunning = StateEffect.define<Running>();
const setProblems = StateEffect.define<readonly Problem[]>();

const running = StateField.define<RunningState>({
  create: () => ({ text: "", line: null, doc: Text.empty, changes: null }),
  update(value, { effects, newDoc, docChanged, changes: edits }) {
    let { text, line, doc, changes } = value;
    if (docChanged) changes = changes === null ? null : changes.composeDesc(edits.desc);
    for (const effect of effects) {
      if (!effect.is(setRunning)) continue;
      line = effect.value.line;
      if (effect.value.text === text && changes !== null) continue;
      text = effect.value.text;
      doc = Text.of(text.split("\n"));
      changes = null;
    }
    // Also when undoing leads back to the text that ran.
    if (changes === null && newDoc.length === doc.length && newDoc.eq(doc)) {
      changes = ChangeSet.empty(doc.length).desc;
    }
    return { text, line, doc, changes };
  },
  provide: (field) => EditorView.decorations.compute([field], lineMark),
});

/** Where the running line begins in the text as it is now, or null. */
export function runningPosition(state: EditorState): number | null {
  const { line, doc, changes } = state.field(running);
  if (line === null || changes === null || line < 1 || line > doc.lines) return null;
  return changes.mapPos(doc.line(line).from);
}

function lineMark(state: EditorState): DecorationSet {
  const at = runningPosition(state);
  if (at === null) return Decoration.none;
  const mark = Decoration.line({ class: "is-running", attributes: { "aria-current": "step" } });
  return Decoration.set(mark.range(state.doc.lineAt(at).from));
}

const problems = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { effects, changes, state }) {
    let next = marks.map(changes);
    for (const effect of effects) {
      if (effect.is(setProblems)) next = problemMarks(state, effect.value);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function problemMarks(state: EditorState, found: readonly Problem[]): DecorationSet {
  const all = found.flatMap((one) => {
    const range = problemRange(state, one);
    if (range === null) return [];
    const line = Decoration.line({ class: "is-wrong" }).range(state.doc.lineAt(range.from).from);
    if (range.from === range.to) return [line];
    const attributes = { title: `${one.message}. ${one.remedy}` };
    const underline = Decoration.mark({ class: "problem", attributes });
    return [line, underline.range(range.from, range.to)];
  });
  return Decoration.set(all, true);
}

/**
 * The word or sign a problem points at. An error at a line's end is about what is missing there: the
 * last sign before it is marked.
 */
export function problemRange(
  state: EditorState,
  { line, column = 1 }: Partial<Pick<Problem, "line" | "column">>,
): { from: number; to: number } | null {
  if (line === undefined) return null;
  const where = state.doc.line(Math.max(1, Math.min(line, state.doc.lines)));
  const at = Math.max(0, Math.min(column - 1, where.length));
  const found = /^(\w+|\S)/.exec(where.text.slice(at));
  if (found !== null) return { from: where.from + at, to: where.from + at + found[0].length };
  const before = where.text.slice(0, at).trimEnd().length;
  return { from: where.from + Math.max(0, before - 1), to: where.from + before };
}

export const marks: Extension = [running, problems];

/** Shows which line runs; scrolls to it, unless the person is typing elsewhere in the text. */
export function showRunning(view: EditorView, now: Running): void {
  view.dispatch({ effects: setRunning.of(now) });
  const at = runningPosition(view.state);
  if (at === null || view.hasFocus) return;
  // Only the editor's own scroller moves: scrollIntoView would move the sheet of a phone as well.
  const { top, bottom } = view.lineBlockAt(at);
  const { scrollTop, clientHeight } = view.scrollDOM;
  const margin = view.defaultLineHeight;
  if (top - margin < scrollTop) view.scrollDOM.scrollTop = Math.max(0, top - margin);
  else if (bottom + margin > scrollTop + clientHeight) {
    view.scrollDOM.scrollTop = bottom + margin - clientHeight;
  }
}

/** Marks what is wrong, or nothing any more. */
export function showProblems(view: EditorView, found: readonly Problem[]): void {
  view.dispatch({ effects: setProblems.of(found) });
}
