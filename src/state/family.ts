/**
 * The processes of the run on screen, at the machine's instant. Only the panes that show them load this.
 *
 * The instant on screen is one of its process's own clock. A tick of the machine's clock belongs to it; where
 * the process sleeps or waits there are many, and the one that was picked holds until the instant changes.
 */
import { computed, effect, signal } from "@preact/signals";
import { irAt, tickAt } from "../../workers/machine-clock.ts";
import type { RunSummary } from "../../workers/protocol.ts";
import type {
  Family,
  FamilyMemory,
  FamilyPages,
  FamilySeries,
  PageReason,
} from "../../workers/protocol-processes.ts";
import { instant, playing, request, selection, summary } from "./cells.ts";
import { ask, open, seek } from "./engine.ts";

export const family = signal<Family | null>(null);
export const series = signal<FamilySeries | null>(null);
export const memory = signal<FamilyMemory | null>(null);
export const pages = signal<FamilyPages | null>(null);
export const reason = signal<PageReason | null>(null);
/** The process whose page is looked at. */
export const lookedAt = signal<number | null>(null);
/** How many views show pages, which take longer to find out. */
const pageViews = signal(0);
const pagesWanted = computed(() => pageViews.value > 0);

/** Finds out about pages while a view shows them. */
export function wantPages(): () => void {
  pageViews.value += 1;
  return () => {
    pageViews.value -= 1;
  };
}

const picked = signal<number | null>(null);

/** The process that the window shows. */
const shownProcess = computed(() =>
  family.value?.processes.find(({ pid }) => pid === summary.value?.process),
);

/** The machine's clock at the instant on screen. */
export const tick = computed(() => {
  const shown = shownProcess.value;
  const now = instant.value;
  if (shown === undefined || now === null) return 0;
  const wanted = picked.value;
  if (wanted !== null && irAt(shown, wanted) === now.ir) return wanted;
  return tickAt(shown, now.ir);
});

/** Goes to a tick of the machine's clock. */
export function goToTick(wanted: number): void {
  const shown = shownProcess.value;
  if (shown === undefined) return;
  const target = Math.max(0, Math.min(Math.round(wanted), family.value?.end ?? 0));
  picked.value = target;
  const ir = irAt(shown, target);
  if (ir !== instant.value?.ir) void seek(ir);
}

/** The same without a pane that follows the processes. */
export async function chooseProcess(pid: number): Promise<void> {
  family.value ??= await ask((api) => api.family(), "The processes are run");
  await showProcess(pid);
}

/** Shows another process in the whole window, at the same tick, or at the nearest one at which it lives. */
export async function showProcess(pid: number): Promise<void> {
  const next = family.value?.processes.find((process) => process.pid === pid);
  if (next === undefined) return;
  const at = Math.min(Math.max(tick.value, next.start), next.end);
  const isFirst = next === family.value?.processes[0];
  await open({ ...request.value, process: isFirst ? null : pid }, irAt(next, at));
  picked.value = at;
}

let followers = 0;
let stop: () => void = () => undefined;

/** Keeps the cells in step with the window while somebody looks. */
export function followFamily(): () => void {
  followers += 1;
  if (followers === 1) stop = follow();
  return () => {
    followers -= 1;
    if (followers === 0) stop();
  };
}

function follow(): () => void {
  let shown: RunSummary | null = null;
  const stopRun = effect(() => {
    const run = summary.value;
    if (run === shown) return;
    shown = run;
    for (const cell of [family, series, memory, pages, reason, picked]) cell.value = null;
    if (run !== null) void loadRun(run);
  });
  const stopNow = [
    newest(
      () => (playing.value || family.value === null ? null : tick.value),
      (at) => ask((api) => api.familyMemory(at)),
      memory,
    ),
    newest(
      () => (playing.value || !pagesWanted.value || family.value === null ? null : tick.value),
      (at) => ask((api) => api.familyPages(at)),
      pages,
    ),
    newest(
      () => whatToExplain(),
      ({ pid, at, addr }) => ask((api) => api.whyPrivate(pid, at, addr)),
      reason,
    ),
  ];
  return () => {
    stopRun();
    for (const end of stopNow) end();
  };
}

/** Pages of the process looked at; the first child's where nobody chose. */
function whatToExplain(): { pid: number; at: number; addr: number } | null {
  const addr = selection.value;
  const known = family.value;
  if (playing.value || !pagesWanted.value || known === null || addr === null) return null;
  const pid = lookedAt.value ?? known.processes[1]?.pid ?? known.processes[0]?.pid;
  return pid === undefined ? null : { pid, at: tick.value, addr };
}

async function loadRun(run: RunSummary): Promise<void> {
  const found = await ask((api) => api.family(), "The processes are run");
  if (run !== summary.peek() || found === null) return;
  family.value = found;
  const over = await ask((api) => api.familySeries(), "The processes are run");
  if (run === summary.peek() && over !== null) series.value = over;
}

/** Asks again whenever the question changes, one at a time; the newest question gets the last answer. */
function newest<Q, A>(
  question: () => Q | null,
  answer: (question: Q) => Promise<A | null>,
  cell: { value: A | null },
): () => void {
  let asked: string | null = null;
  let busy = false;
  let ended = false;
  const run = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (let next = question(); next !== null && !ended; next = question()) {
      const key = JSON.stringify([next, runs.get(summary.peek())]);
      if (key === asked) break;
      asked = key;
      const found = await answer(next);
      if (!ended) cell.value = found;
    }
    busy = false;
  };
  const stopEffect = effect(() => {
    if (question() === null) {
      asked = null;
      cell.value = null;
    } else void run();
  });
  return () => {
    ended = true;
    stopEffect();
  };
}

/** Numbers of runs: the same question about another run is another question. */
const runs = {
  known: new WeakMap<RunSummary, number>(),
  count: 0,
  get(run: RunSummary | null): number {
    if (run === null) return 0;
    const found = this.known.get(run);
    if (found !== undefined) return found;
    this.count += 1;
    this.known.set(run, this.count);
    return this.count;
  },
};
