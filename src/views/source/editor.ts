/** The editor: CodeMirror with Python 2's words, indentation and keys. A chunk of its own. */
import { defaultKeymap, history, historyKeymap, indentLess, insertTab } from "@codemirror/commands";
import {
  bracketMatching,
  indentOnInput,
  indentUnit,
  StreamLanguage,
  type StreamParser,
  syntaxHighlighting,
} from "@codemirror/language";
import { mkPython } from "@codemirror/legacy-modes/mode/python";
import { EditorState, Transaction } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import type { Problem } from "../../../workers/protocol.ts";
import { checker } from "./check.ts";
import { mountStylesAsSheet } from "./editor-sheet.ts";
import { marks, type Running, showProblems, showRunning } from "./marks.ts";
import "./editor.css";

declare module "@codemirror/legacy-modes/mode/python" {
  /** The mode's maker is exported without a type. */
  export function mkPython(options: { version: number }): StreamParser<unknown>;
}

export interface EditorWishes {
  text: string;
  /** Id of the element that says which keys leave and run. */
  describedBy: string;
  edit(text: string): void;
  run(): void;
  leave(): void;
  /** What the text would be refused for, as far as it can be seen without running it. */
  found(problems: readonly Problem[]): void;
}

export interface Editor {
  /** Another text, as one step of undo. */
  setText(text: string): void;
  showRunning(now: Running): void;
  /** What the session refused the text for, or nothing any more. */
  showProblem(refused: Problem | null): void;
  focus(): void;
  destroy(): void;
}

export function createEditor(host: HTMLElement, wishes: EditorWishes): Editor {
  mountStylesAsSheet();
  let refused: Problem | null = null;
  const check = checker((at, found) => {
    showProblems(at, refused === null ? found : [refused]);
    wishes.found(found);
  });
  const view = new EditorView({
    parent: host,
    state: EditorState.create({
      doc: wishes.text,
      extensions: [extensions(wishes), EditorView.updateListener.of(check)],
    }),
  });
  return {
    setText: (text) => setText(view, text),
    showRunning: (now) => showRunning(view, now),
    showProblem: (found) => {
      refused = found;
      showProblems(view, found === null ? [] : [found]);
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function extensions(wishes: EditorWishes) {
  /** A key that the editor has dealt with. */
  const handled = (act: () => void) => () => {
    act();
    return true;
  };
  /** Who came by Tab goes on by Tab, until something is written or the cursor is set. */
  let isWriting = false;
  const own = [
    { key: "Mod-Enter", preventDefault: true, run: handled(wishes.run) },
    { key: "Escape", run: handled(wishes.leave) },
    {
      key: "Tab",
      run: (view: EditorView) => isWriting && indentSelection(view),
      shift: (view: EditorView) => isWriting && indentLess(view),
    },
  ];
  return [
    keymap.of([...own, ...historyKeymap, ...defaultKeymap]),
    history(),
    StreamLanguage.define(mkPython({ version: 2 })),
    syntaxHighlighting(classHighlighter),
    indentUnit.of("    "),
    EditorState.tabSize.of(8),
    indentOnInput(),
    bracketMatching(),
    lineNumbers(),
    highlightSpecialChars(),
    drawSelection(),
    EditorView.lineWrapping,
    placeholder("An empty program starts, does nothing and exits."),
    EditorView.contentAttributes.of({
      "aria-label": "Python 2.7 program",
      tabindex: "0",
      "aria-describedby": wishes.describedBy,
    }),
    EditorView.domEventHandlers({
      mousedown: () => {
        isWriting = true;
      },
      blur: () => {
        isWriting = false;
      },
    }),
    EditorView.updateListener.of(({ docChanged, selectionSet, state, transactions }) => {
      const isOwn = transactions.some((one) => !one.annotation(Transaction.remote));
      if ((docChanged || selectionSet) && isOwn) isWriting = true;
      if (!docChanged || !isOwn) return;
      wishes.edit(state.doc.toString());
    }),
    marks,
  ];
}

/** Tab indents: the selected lines, or from the cursor to the next column of four. */
function indentSelection(view: EditorView): boolean {
  const { state } = view;
  if (state.selection.ranges.some(({ empty }) => !empty)) return insertTab(view);
  const { from } = state.selection.main;
  const column = from - state.doc.lineAt(from).from;
  const unit = state.facet(indentUnit).length;
  view.dispatch(state.replaceSelection(" ".repeat(unit - (column % unit))), { userEvent: "input" });
  return true;
}

/** Replaces what differs, so that the cursor and the marks stay where they belong. */
function setText(view: EditorView, text: string): void {
  const old = view.state.doc.toString();
  if (old === text) return;
  const limit = Math.min(old.length, text.length);
  let from = 0;
  while (from < limit && old[from] === text[from]) from++;
  let same = 0;
  while (same < limit - from && old.at(-1 - same) === text.at(-1 - same)) same++;
  const insert = text.slice(from, text.length - same);
  const to = old.length - same;
  // Lengths that follow each other on the slider are undone together, like typed digits.
  const isLength = /^\d*$/.test(old.slice(from, to) + insert);
  view.dispatch({
    changes: { from, to, insert },
    userEvent: isLength ? "input.type.length" : "input.replace",
    annotations: Transaction.remote.of(true),
  });
}
