/** The program's text: an editor that is fetched after the first run is shown, and what is wrong. */
import { effect, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { instant, problem, summary } from "../../state/cells.ts";
import { draft, edit, isKept, isNew, runDraft } from "../../state/draft.ts";
import { linkIsLocal } from "../../state/link-sync.ts";
import { group } from "../format.ts";
import type { Editor } from "./editor.ts";

const KEYS_ID = "editor-keys";

type Stage = "plain" | "editor" | { failed: string };

/** What stands in the text's place: the mere text, the editor, or a plain field without it. */
const stage = signal<Stage>("plain");

export function ProgramPane() {
  const runButton = useRef<HTMLButtonElement>(null);
  return (
    <section class="program-pane" aria-label="Text">
      <div class="pane-head">
        <h2>Program</h2>
        {isNew.value && (
          <span class="quiet" data-testid="changed">
            changed, not run
          </span>
        )}
        <button
          type="button"
          class="run"
          ref={runButton}
          title="Runs the text from its beginning (Ctrl Enter)"
          data-testid="run"
          onClick={(event) => {
            // Space steps on: it must not press this button again.
            if (event.detail > 0) event.currentTarget.blur();
            void runDraft();
          }}
        >
          run
        </button>
      </div>
      <TextField leave={() => runButton.current?.focus()} />
      <ProgramProblem />
      <Notes />
    </section>
  );
}

function TextField({ leave }: { leave(): void }) {
  const host = useRef<HTMLDivElement>(null);
  const leaving = useRef(leave);
  leaving.current = leave;
  useEffect(() => whenShown(() => mountEditor(host, () => leaving.current())), []);
  const now = stage.value;
  return (
    <>
      {now === "plain" && <PlainText />}
      <div class="editor" ref={host} hidden={now !== "editor"} />
      {typeof now === "object" && (
        <textarea
          class="mono plain-field"
          aria-label="Python 2.7 program"
          spellcheck={false}
          value={draft.value}
          onInput={(event) => edit(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") leave();
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void runDraft();
          }}
        />
      )}
    </>
  );
}

/** Calls `begin` once a run is on screen; the answer ends what it began. */
function whenShown(begin: () => () => void): () => void {
  let end: (() => void) | null = null;
  const stop = effect(() => {
    if (summary.value !== null && end === null) end = begin();
  });
  return () => {
    stop();
    end?.();
  };
}

/** Fetches the editor, and keeps it and the cells in step until the answer is called. */
function mountEditor(host: { current: HTMLElement | null }, leave: () => void): () => void {
  const ends: (() => void)[] = [];
  let isGone = false;
  import("./editor.ts").then(
    ({ createEditor }) => {
      if (isGone || host.current === null) return;
      const wishes = { text: draft.peek(), describedBy: KEYS_ID, edit, run: runDraft, leave };
      const editor = createEditor(host.current, wishes);
      ends.push(...followCells(editor), () => editor.destroy());
      stage.value = "editor";
    },
    (error: unknown) => {
      stage.value = { failed: error instanceof Error ? error.message : String(error) };
    },
  );
  return () => {
    isGone = true;
    for (const end of ends) end();
  };
}

function followCells(editor: Editor): (() => void)[] {
  return [
    effect(() => editor.setText(draft.value)),
    effect(() => {
      const text = summary.value?.text ?? "";
      editor.showRunning({ text, line: instant.value?.place?.line ?? null });
    }),
    effect(() => {
      const found = problem.value;
      editor.showProblem(found?.field === "program" ? found : null);
    }),
  ];
}

/** The text as it is before the editor has come. */
function PlainText() {
  const current = isNew.value ? null : instant.value?.place?.line;
  return (
    <pre class="mono text">
      {draft.value
        .trimEnd()
        .split("\n")
        .map((line, i) => (
          <span key={i} class={current === i + 1 ? "is-running" : ""}>{`${line}\n`}</span>
        ))}
    </pre>
  );
}

function ProgramProblem() {
  const found = problem.value;
  if (found?.field !== "program") return null;
  const { line, column, message, remedy } = found;
  return (
    <p class="program-problem" role="alert" data-testid="program-problem">
      {line !== undefined && (
        <span>
          line {group(line)}, column {group(column ?? 1)}:{" "}
        </span>
      )}
      <strong>{message.replace(/\.$/, "")}.</strong> {remedy}
      {summary.value !== null && isNew.value && " The run of before stays on screen."}
    </p>
  );
}

/** What a person must know about keys, and where the text is kept. */
function Notes() {
  const now = stage.value;
  return (
    <div class="notes quiet small">
      <p id={KEYS_ID} class="editor-keys">
        <kbd>Ctrl Enter</kbd> runs, <kbd>Tab</kbd> indents, <kbd>Esc</kbd> leaves the text
      </p>
      {typeof now === "object" && (
        <p role="status">
          The editor cannot be loaded ({now.failed}): a plain field takes its place until the page
          is loaded again.
        </p>
      )}
      {linkIsLocal.value && (
        <p data-testid="local-link">
          Too long for a link: the address opens this program in this browser only.
        </p>
      )}
      {!isKept.value && <p>This browser keeps no text: it is lost with the page.</p>}
    </div>
  );
}
