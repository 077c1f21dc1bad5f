/**
 * What a gesture may ask of the simulation, and the only code that writes its answers into cells.
 *
 *   gesture -> open | seek | step | runToBoundary | play | pause -> WorkerLink -> cells
 *
 * Newer wishes win: an answer that is no longer wanted is dropped. A problem or a lost worker never
 * leaves half a run on screen: cells change together, after every answer is there.
 */
import { batch } from "@preact/signals";
import { proxy } from "comlink";
import type { Ev } from "../../assembly/abi/events.ts";
import type {
  Grain,
  Instant,
  Moment,
  PlayBatch,
  Problem,
  RunSummary,
  SimApi,
} from "../../workers/protocol.ts";
import { boundaryFrom, eventBeside } from "./boundary.ts";
import { buildProblem, fetchBuild } from "./builds.ts";
import { progress, stopOwn, watched } from "./busy.ts";
import {
  DEFAULT_REQUEST,
  entryStats,
  entryVmas,
  experiment,
  fault,
  instant,
  machineOpen,
  mallocOf,
  playing,
  problem,
  profile,
  type Request,
  request,
  sampledOneIn,
  selection,
  span,
  speed,
  summary,
  pausesAtBoundaries,
  sheet,
  trail,
  tree,
  waiting,
} from "./cells.ts";
import { differInLengthOnly } from "./length.ts";
import { parseManager } from "./manager-text.ts";
import { beginning, sameMoment } from "./moments.ts";
import { naturalSpeed } from "./speed.ts";
import { decodeRecords, jumpTrail, nameFunctions, stepTrail, TRAIL_MAX } from "./trail.ts";
import { type Api, WorkerLink, WorkerLost } from "./worker-link.ts";

type OpenAnswer = Awaited<ReturnType<SimApi["open"]>>;

/** A wait shorter than this is not worth a message. */
const WAIT_MESSAGE_MS = 300;
/** The move under way and those that may wait behind it while a key is held down. */
const MOVES_MAX = 3;

let link: WorkerLink | null = null;
/** False while the worker holds no run or another one than is shown: then nothing is asked. */
let hasRun = false;
let openings = 0;
let opening: Promise<void> = Promise.resolve();
const moves: ((now: Instant, run: RunSummary) => Promise<void>)[] = [];
/** A search is under way that a newer seek ends. */
let searching = false;
let afterFrame: () => Promise<void> = () => Promise.resolve();

/** Playback waits for this before it takes the next batch: the views' frame loop. */
export function setPacer(pacer: () => Promise<void>): void {
  afterFrame = pacer;
}

/** Starts a worker; the one before, if any, is ended. */
export function startWorker(): void {
  link?.end("it is replaced");
  const started = new WorkerLink();
  link = started;
  hasRun = false;
  started.onProgress = (come) => {
    progress.value = come;
  };
  started.onLost((reason) => {
    if (link === started) loseWorker(reason);
  });
}

function loseWorker(reason: WorkerLost): void {
  link = null;
  batch(() => {
    fault.value = reason.message;
    playing.value = false;
    waiting.value = null;
  });
}

/** A new worker, the same run, the same instant. */
export async function restart(): Promise<void> {
  const at = instant.value?.ir ?? null;
  const before = summary.value;
  startWorker();
  await open(request.value, at);
  // The message stays until the new worker has shown that it works.
  if (summary.value !== before) fault.value = null;
}

/** Gives up the run that is being opened: only a new worker leaves it. The run on screen comes back. */
export async function stopOpening(): Promise<void> {
  const stopped = waiting.value;
  const at = instant.value?.ir ?? null;
  startWorker();
  await open(request.value, at);
  if (stopped === null || problem.value !== null) return;
  problem.value = {
    field: "program",
    message: "The program was stopped before it was measured to its end",
    remedy: "Give its loop an end or a smaller number, or run it again and wait.",
  };
}

/**
 * The session's answer about its run, or null when there is none (any more). `what` is said when it takes long;
 * null for what is meant to last.
 */
export async function ask<T>(
  use: (api: Api) => Promise<T>,
  what: string | null = "The machine runs",
): Promise<T | null> {
  if (!hasRun) return null;
  return what === null ? askWorker(use) : watched(what, askWorker(use));
}

/** Gives up what takes long: a search ends at once, a run only with its worker. The instant on screen stays. */
export async function giveUp(): Promise<void> {
  if (waiting.value !== null) {
    if (summary.value !== null) await stopOpening();
    return;
  }
  if (stopOwn()) return;
  const at = instant.value?.ir ?? null;
  moves.length = Math.min(moves.length, 1);
  if (searching && at !== null) {
    searching = false;
    await askWorker((api) => api.seek(at));
    return;
  }
  startWorker();
  await open(request.value, at);
}

/** Fetches what gestures will need after the first ones; the window has nothing better to do. */
export async function prepare(): Promise<void> {
  await ask((api) => api.prepare(), null);
}

async function askWorker<T>(use: (api: Api) => Promise<T>): Promise<T | null> {
  if (link === null) return null;
  try {
    return await link.call(use);
  } catch (error) {
    if (error instanceof WorkerLost) return null;
    throw error;
  }
}

/**
 * Loads a run and shows it at `at`; null means the moment that is on screen now, or the beginning.
 * While this goes on and when it fails, the run before stays as it is. Runs are opened one after
 * another, so that the worker always holds the run on screen; of those that wait only the newest is.
 */
export function open(wanted: Request, at: number | null): Promise<void> {
  const ticket = ++openings;
  const isOld = () => ticket !== openings;
  const turn = opening.then(() => (isOld() ? undefined : openNow(wanted, at, isOld)));
  opening = turn.catch(() => undefined);
  return turn;
}

async function openNow(wanted: Request, at: number | null, isOld: () => boolean): Promise<void> {
  const timer = setTimeout(() => {
    waiting.value = `The program is measured with ${wanted.build}.`;
  }, WAIT_MESSAGE_MS);
  const hadRun = hasRun;
  progress.value = null;
  try {
    await pause();
    const build = await fetchBuild(wanted);
    if (isOld()) return;
    if ("problem" in build) {
      problem.value = build.problem;
      return;
    }
    hasRun = false;
    const answer: OpenAnswer | null = await askWorker<OpenAnswer>((api) =>
      api.open({
        buildJson: build.text,
        text: wanted.text,
        launch: wanted.launch,
        under: wanted.under,
        malloc: mallocOf(wanted),
        schedule: wanted.schedule,
        thp: wanted.thp,
        collector: parseManager(wanted.manager),
        process: wanted.process ?? undefined,
      }),
    );
    if (answer === null) return;
    if ("problem" in answer) {
      batch(() => showProblem(wanted, answer.problem));
      hasRun = hadRun;
    } else await show(wanted, answer.summary, at);
  } finally {
    clearTimeout(timer);
    if (!isOld()) waiting.value = null;
  }
}

/** A text that has not run before is at fault itself; one that ran is not simulated with this build. */
function showProblem(wanted: Request, found: Problem): void {
  const isText =
    found.line !== undefined || wanted.text !== (summary.value?.text ?? DEFAULT_REQUEST.text);
  if (wanted.manager !== request.value.manager && found.line === undefined) {
    problem.value = { ...found, field: "manager" };
    return;
  }
  if (!isText) {
    const { message, remedy } = found;
    problem.value = { ...buildProblem(wanted.build, message.replace(/\.$/, "")), remedy };
    return;
  }
  problem.value = { ...found, field: "program" };
  // On a phone the text may be behind another sheet.
  sheet.value = "source";
}

/** Every cell of the new run at once, after the worker has answered everything. */
async function show(wanted: Request, next: RunSummary, at: number | null): Promise<void> {
  const old = summary.value;
  const now = instant.value;
  const kept =
    old && now && differInLengthOnly(old.text, next.text)
      ? sameMoment(old, now.ir, next)
      : beginning(next);
  const target = Math.min(at ?? kept, next.total);
  const entry = await askWorker((api) => api.seek(beginning(next)));
  if (entry === null) return;
  const landed = entry.ir === target ? entry : await askWorker((api) => api.seek(target));
  if (landed === null) return;
  const records = await askWorker((api) => api.window(landed.ir + 1, -TRAIL_MAX));
  if (records === null) return;
  hasRun = true;
  nameFunctions(next.functions);
  const isExperiment = old && now && at === null && differInLengthOnly(old.text, next.text);
  const before = isExperiment ? { request: request.value, summary: old, instant: now } : null;
  batch(() => {
    request.value = wanted;
    experiment.value = before;
    if (old?.total !== next.total) span.value = null;
    if (next.processes.length === 1) machineOpen.value = false;
    summary.value = next;
    profile.value = null;
    tree.value = null;
    problem.value = null;
    selection.value = null;
    entryVmas.value = entry.vmas;
    entryStats.value = entry.stats;
    instant.value = landed;
    trail.value = jumpTrail(decodeRecords(records));
  });
}

/** Goes to an instant. */
export async function seek(ir: number): Promise<void> {
  const run = summary.value;
  if (run === null) return;
  // Moves that wait would lead away from here again.
  moves.length = Math.min(moves.length, 1);
  await pause();
  const target = Math.max(0, Math.min(Math.round(ir), run.total));
  await arrive(await ask((api) => api.seek(target)), null);
}

/** Shows an instant; `from` is the clock before it when it was reached by a step forward. */
async function arrive(landed: Instant | null, from: number | null): Promise<void> {
  if (landed === null) return;
  const run = summary.value;
  const records = await ask((api) => api.window(landed.ir + 1, -TRAIL_MAX));
  if (records === null || run !== summary.value) return;
  const events = decodeRecords(records);
  batch(() => {
    instant.value = landed;
    trail.value = from === null ? jumpTrail(events) : stepTrail(trail.value, events, from);
  });
}

/** One step at a grain. */
export function step(grain: Grain, direction: 1 | -1): Promise<void> {
  return move(async (now) => {
    const landed = await ask((api) => api.step(now.ir, grain, direction));
    await arrive(landed, direction > 0 ? now.ir : null);
  });
}

/** To the next boundary, or back to the last one. */
export function runToBoundary(direction: 1 | -1): Promise<void> {
  return move(async (now, run) => {
    const landed = await boundaryFrom(now, run, direction);
    await arrive(landed, direction > 0 ? now.ir : null);
  });
}

/** To the next or the last event of a kind. */
export function stepToEvent(kind: Ev, direction: 1 | -1): Promise<void> {
  return move(async (now) => {
    const found = await eventBeside(now.ir, kind, direction);
    if (found === null) return;
    const landed = await ask((api) => api.seek(found.ir));
    await arrive(
      landed === null ? null : { ...landed, event: found },
      direction > 0 ? now.ir : null,
    );
  });
}

/** What a search led to: who wrote there, or that it was given up. */
export type Found = { writer: string } | "given up";

/** Goes to a moment that is looked for: an event, a write, a condition. Null when there is none. */
export async function go(moment: Moment): Promise<Found | null> {
  let found: Found | null = null;
  await move(async (now) => {
    searching = true;
    const answer = await ask((api) => api.go(now.ir, moment), "The clock is searched");
    if (answer === null) {
      found = searching ? null : "given up";
    } else {
      found = { writer: answer.writer };
      await arrive(answer.instant, null);
    }
    searching = false;
  });
  return found;
}

/**
 * Moves follow one another: each begins where the one before ended. Only a few may wait, so that a
 * held key stops soon after it is let go.
 */
async function move(one: (now: Instant, run: RunSummary) => Promise<void>): Promise<void> {
  if (moves.length >= MOVES_MAX) return;
  moves.push(one);
  if (moves.length > 1) return;
  await pause();
  for (let next = moves[0]; next !== undefined; next = moves[0]) {
    const now = instant.value;
    const run = summary.value;
    if (now !== null && run !== null) await next(now, run);
    moves.shift();
  }
}

/** Plays on until the next boundary, the end, or until something else is asked for. */
export async function play(): Promise<void> {
  const now = instant.value;
  const run = summary.value;
  if (now === null || run === null || playing.value || now.ir >= run.total) return;
  playing.value = true;
  const until = pausesAtBoundaries.value ? ((await boundaryFrom(now, run, 1))?.ir ?? null) : null;
  if (!playing.value) return;
  const options = { speed: speed.value ?? naturalSpeed(run), until };
  const last = await ask((api) => api.play(now.ir, options, proxy(takeBatch)), null);
  if (!playing.value) return;
  playing.value = false;
  await arrive(last, null);
}

async function takeBatch(one: PlayBatch): Promise<void> {
  const from = instant.value?.ir ?? 0;
  batch(() => {
    instant.value = one.instant;
    sampledOneIn.value = one.sampledOneIn;
    trail.value = stepTrail(trail.value, decodeRecords(one.records), from);
  });
  await afterFrame();
}

/** Stops playback where it is. */
export async function pause(): Promise<void> {
  if (!playing.value) return;
  playing.value = false;
  await ask((api) => api.pause(), null);
}
