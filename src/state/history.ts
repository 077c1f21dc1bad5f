/**
 * Back and forward through what was looked at, as in a browser: each jump is a place, steps in a row are one.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import { instant, playing, type Request, request, selection, summary } from "./cells.ts";
import { open, seek } from "./engine.ts";

interface Place {
  request: Request;
  ir: number;
  selection: number | null;
}

const PLACES_MAX = 200;
/** Moves that follow one another faster than this are one: dragging over the timeline, a held key. */
const JOIN_MS = 700;

const places = signal<readonly Place[]>([]);
const at = signal(-1);
let lastMove = 0;
let travelling = false;

export const canGoBack = computed(() => at.value > 0);
export const canGoForward = computed(() => at.value < places.value.length - 1);

/** Remembers where the window is from now on. */
export function rememberPlaces(): void {
  effect(() => {
    const now = instant.value;
    const place = { request: request.value, ir: now?.ir ?? -1, selection: selection.value };
    if (now === null || summary.value === null || travelling) return;
    const isPlaying = playing.peek();
    remember(place, isPlaying);
  });
}

function remember(place: Place, joins: boolean): void {
  const before = places.peek()[at.peek()];
  const isSameRun = before?.request === place.request;
  if (
    before !== undefined &&
    isSameRun &&
    before.ir === place.ir &&
    before.selection === place.selection
  ) {
    return;
  }
  const time = performance.now();
  const isOne = isSameRun && (joins || time - lastMove < JOIN_MS);
  lastMove = time;
  batch(() => {
    const kept = places.peek().slice(0, at.peek() + (isOne && at.peek() > 0 ? 0 : 1));
    places.value = [...kept, place].slice(-PLACES_MAX);
    at.value = places.value.length - 1;
  });
}

export function goBack(): Promise<void> {
  return travel(-1);
}

export function goForward(): Promise<void> {
  return travel(1);
}

async function travel(by: 1 | -1): Promise<void> {
  const place = places.value[at.value + by];
  if (place === undefined || travelling) return;
  travelling = true;
  try {
    if (place.request === request.value) await seek(place.ir);
    else await open(place.request, place.ir);
    batch(() => {
      selection.value = place.selection;
      at.value += by;
    });
  } finally {
    travelling = false;
    lastMove = 0;
  }
}
