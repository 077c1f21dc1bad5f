/** The program's text while a person works on it: where it comes from, what may replace it, running it. */
import { batch, computed, effect, signal } from "@preact/signals";
import { instrument, problem, request, summary } from "./cells.ts";
import { open, seek } from "./engine.ts";
import { type Kept, writeKept } from "./kept.ts";
import { withLength } from "./length.ts";
import { beginning } from "./moments.ts";

/** Typing pauses this long before the text is written to the browser's storage. */
const KEEP_PAUSE_MS = 300;

/** The text in the editor. */
export const draft = signal(request.value.text);
/** The draft as it came: from an example, a link, or the default. */
const origin = signal(request.value.text);
/** The last text of the person's own that something else replaced. */
export const own = signal<string | null>(null);
/** False when the browser refuses to keep the text. */
export const isKept = signal(true);

/** The person has changed the text since it came. */
export const isEdited = computed(() => draft.value !== origin.value);
/** The editor shows another text than the one that ran. */
export const isNew = computed(() => summary.value !== null && draft.value !== request.value.text);

/** The editor knows one kind of line end. */
export function normalised(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

/** The person types: what was wrong with the text before is being mended. */
export function edit(text: string): void {
  batch(() => {
    draft.value = text;
    if (problem.value?.field === "program") problem.value = null;
  });
}

/** Another text takes the draft's place; a text of the person's own can be brought back. */
export function replaceDraft(text: string): void {
  const next = normalised(text);
  batch(() => {
    if (isEdited.value && draft.value !== next && draft.value.trim() !== "")
      own.value = draft.value;
    if (own.value === next) own.value = null;
    draft.value = next;
    origin.value = next;
  });
}

/** The person's text of before, as a text that is still theirs. */
export function bringBackOwn(): void {
  const text = own.value;
  if (text === null) return;
  batch(() => {
    replaceDraft(text);
    origin.value = "";
  });
}

/** Runs the text in the editor; a text that runs already is shown from its beginning. */
export async function runDraft(): Promise<void> {
  const run = summary.value;
  if (run !== null && !isNew.value && problem.value?.field !== "program") {
    await seek(beginning(run));
    return;
  }
  await open({ ...request.value, text: draft.value, process: null }, null);
  const next = summary.value;
  if (next !== null && next !== run && (next.stdout !== "" || next.exit.stderr !== "")) {
    instrument.value = "output";
  }
}

/** Writes another length into the text and runs it. That is not an edit of the program. */
export function changeLength(n: number): void {
  const text = withLength(draft.value, n);
  batch(() => {
    if (!isEdited.value) origin.value = text;
    edit(text);
  });
  void open({ ...request.value, text }, null);
}

/** What the browser kept, put back into the editor where it belongs to the text that runs. */
export function restoreDraft(kept: Kept | null, ran: string): void {
  batch(() => {
    if (kept !== null && kept.ran === ran) {
      draft.value = kept.draft;
      origin.value = kept.origin;
      own.value = kept.own;
      return;
    }
    if (kept !== null) own.value = kept.draft === kept.origin ? kept.own : kept.draft;
    draft.value = normalised(ran);
    origin.value = draft.value;
  });
}

/** Keeps the text in this browser from now on. */
export function keepDraft(): void {
  let timer = 0;
  const write = () => {
    clearTimeout(timer);
    timer = 0;
    isKept.value = writeKept({
      draft: draft.value,
      origin: origin.value,
      ran: request.value.text,
      own: own.value,
    });
  };
  effect(() => {
    // Read here, so that each of them brings about a write.
    void [draft.value, origin.value, own.value, request.value];
    clearTimeout(timer);
    timer = window.setTimeout(write, KEEP_PAUSE_MS);
  });
  window.addEventListener("pagehide", () => timer !== 0 && write());
}
