/** The program's text: an editor that is fetched when somebody wants to write, and what is wrong. */
import { effect, signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../../../workers/protocol.ts";
import { instant, problem, summary } from "../../state/cells.ts";
import { draft, edit, isKept, isNew, runDraft } from "../../state/draft.ts";
import { linkIsLocal } from "../../state/link-sync.ts";
import { group, plural } from "../format.ts";
import type { Editor } from "./editor.ts";

const KEYS_ID = "editor-keys";
/** The text before the editor has come. */
const PLAIN = ".text[role=textbox]";

type Stage = "plain" | "editor" | { failed: string };

/** What stands in the text's place: the mere text, the editor, or a plain field without it. */
const stage = signal<Stage>("plain");
/** What the text in the editor would be refused for, found while it is typed. */
const found = signal<readonly Problem[]>([]);

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
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    if (isWanted) return mountEditor(host, () => leaving.current());
  }, [isWanted]);
  const now = stage.value;
  return (
    <>
      {now === "plain" && <PlainText want={() => setWanted(true)} />}
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

/** Fetches the editor, and keeps it and the cells in step until the answer is called. */
function mountEditor(host: { current: HTMLElement | null }, leave: () => void): () => void {
  const ends: (() => void)[] = [];
  let isGone = false;
  import("./editor.ts").then(
    ({ createEditor }) => {
      if (isGone || host.current === null) return;
      const editor = createEditor(host.current, {
        ...{ text: draft.peek(), describedBy: KEYS_ID, edit, run: runDraft, leave },
        found: (problems) => {
          found.value = problems;
        },
      });
      ends.push(...followCells(editor), () => editor.destroy());
      // Who has tabbed on meanwhile is not called back.
      const isWaitedFor = document.activeElement?.matches(PLAIN) === true;
      stage.value = "editor";
      // It is shown at the next rendering; what was wanted is to write.
      if (isWaitedFor) setTimeout(() => isGone || editor.focus());
    },
    (error: unknown) => {
      stage.value = { failed: error instanceof Error ? error.message : String(error) };
    },
  );
  return () => {
    isGone = true;
    stage.value = "plain";
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
      const refused = problem.value;
      editor.showProblem(refused?.field === "program" ? refused : null);
    }),
  ];
}

/** The text as it is before the editor has come: a click or Tab into it fetches the editor. */
function PlainText({ want }: { want(): void }) {
  const current = isNew.value ? null : instant.value?.place?.line;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a text area cannot mark the line that runs.
    <div
      class="mono text"
      role="textbox"
      tabIndex={0}
      aria-multiline="true"
      aria-readonly="true"
      aria-label="Python 2.7 program"
      data-testid="plain-text"
      onFocus={want}
    >
      {draft.value
        .trimEnd()
        .split("\n")
        .map((line, i) => (
          <span key={i} class={current === i + 1 ? "is-running" : ""}>{`${line}\n`}</span>
        ))}
    </div>
  );
}

/** Why the text did not run, or, more quietly, why it would not. */
function ProgramProblem() {
  const refused = problem.value?.field === "program" ? problem.value : null;
  const box = useRef<HTMLParagraphElement>(null);
  // On a phone the text may fill the sheet: what is wrong is said below it.
  useEffect(() => {
    if (refused !== null) box.current?.scrollIntoView({ block: "nearest" });
  }, [refused]);
  const first = refused ?? found.value[0];
  if (first === undefined) return null;
  const { line, column, message, remedy } = first;
  const others = refused === null ? found.value.length - 1 : 0;
  return (
    <p
      ref={box}
      class={refused === null ? "program-problem is-hint" : "program-problem"}
      role={refused === null ? "status" : "alert"}
      data-testid={refused === null ? "program-hint" : "program-problem"}
    >
      {line !== undefined && (
        <span>
          line {group(line)}, column {group(column ?? 1)}:{" "}
        </span>
      )}
      <strong>{message.replace(/\.$/, "")}.</strong> {remedy}
      {others > 0 && ` ${plural(others, "more place")}.`}
      {refused !== null && isNew.value && " The run of before stays on screen."}
    </p>
  );
}

/** What a person must know about keys, and where the text is kept. */
function Notes() {
  const now = stage.value;
  return (
    <div class="notes quiet small">
      <p id={KEYS_ID} class="editor-keys">
        <kbd>Ctrl Enter</kbd> runs, <kbd>Tab</kbd> indents once you write, <kbd>Esc</kbd> leaves
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
