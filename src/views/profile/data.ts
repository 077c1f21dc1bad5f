/** What the profile shows: asked from the worker for a part of the clock, kept until the part changes. */
import { effect, signal } from "@preact/signals";
import { partOf, type TreePart } from "../../instruments/call-tree.ts";
import type { CallTree, FunctionRow, RunSummary } from "../../../workers/protocol.ts";
import {
  instant,
  instrument,
  playing,
  profile,
  type ProfileScope,
  profileScope,
  profileView,
  span,
  summary,
  tree,
} from "../../state/cells.ts";
import { ask } from "../../state/engine.ts";
import { beginning } from "../../state/moments.ts";
import { instantOf, makeAxis } from "../timeline/axis.ts";

/** The scrubber moves many times while it is dragged. */
const REST_MS = 150;
/** All columns of a flame chart together may cost about this much work. */
const FLAME_BUDGET_MS = 2000;
const COLUMNS_MIN = 6;
const COLUMNS_MAX = 120;
/** Columns are spaced as on a timeline of this many pixels. */
const AXIS_WIDTH = 1000;

/** The part of the clock that a scope stands for. */
export function partOfClock(scope: ProfileScope, run: RunSummary): readonly [number, number] {
  const stretch = run.stretches.find(({ name }) => name === "run");
  const whole = [0, run.total] as const;
  if (scope === "span") return span.value ?? whole;
  if (scope === "past") return [beginning(run), Math.max(beginning(run), instant.value?.ir ?? 0)];
  return scope === "run" && stretch !== undefined ? [stretch.from, stretch.to] : whole;
}

/** The functions of the whole run, asked for once a run. */
export async function loadProfile(): Promise<void> {
  const run = summary.value;
  const rows = await ask((api) => api.functions(), "The profile is counted");
  if (rows !== null && run === summary.value) profile.value = rows;
}

/** True while a tree is on its way. */
export const isLoading = signal(false);

/** The whole part as one: what the list and the tree show. */
export function wholePart(now: CallTree): TreePart {
  return partOf(now, now.cuts.length > 1 ? 0 : -1, now.cuts.length - 1);
}

/** Keeps the tree in step with what is asked for; the answer stops it. */
export function watchProfile(): () => void {
  let timer = 0;
  let newest = 0;
  return effect(() => {
    const run = summary.value;
    if (run === null || instrument.value !== "profile" || playing.value) return;
    const part = partOfClock(profileScope.value, run);
    const cuts = profileView.value === "flame" ? columnsOf(run, part) : [...part];
    const mine = ++newest;
    if (profile.peek() === null) void loadProfile();
    clearTimeout(timer);
    timer = window.setTimeout(async () => {
      isLoading.value = true;
      const found = await ask((api) => api.callTree(cuts), "The call tree is counted");
      if (mine !== newest) return;
      isLoading.value = false;
      if (found !== null && run === summary.value) tree.value = found;
    }, REST_MS);
  });
}

/** Instants at even distances on the timeline, as many as can be afforded. */
function columnsOf(run: RunSummary, part: readonly [number, number]): number[] {
  const count = Math.floor(FLAME_BUDGET_MS / Math.max(1, run.wallMs));
  const columns = Math.max(COLUMNS_MIN, Math.min(COLUMNS_MAX, count));
  const axis = makeAxis(run, AXIS_WIDTH, part);
  const cuts = [part[0]];
  for (let i = 1; i < columns; i++) {
    const at = instantOf(axis, (i * AXIS_WIDTH) / columns);
    if (at > (cuts.at(-1) ?? 0)) cuts.push(at);
  }
  if (part[1] > (cuts.at(-1) ?? 0)) cuts.push(part[1]);
  return cuts;
}

/** Where a function's number comes from: the whole run's row says it. */
export function basisOf(name: string): FunctionRow["basis"] {
  const rows = profile.value?.filter((row) => row.name === name) ?? [];
  if (rows.length === 0) return "bounded";
  if (rows.some(({ basis }) => basis === "estimated")) return "estimated";
  return rows.every(({ basis }) => basis === "exact") ? "exact" : "bounded";
}
