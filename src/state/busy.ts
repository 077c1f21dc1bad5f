/**
 * What keeps the simulation busy for longer than a moment: said with a figure, and given up on request. The
 * worker answers one call after another, so the oldest open call is what everybody waits for.
 */
import { batch, computed, signal } from "@preact/signals";
import { waiting } from "./cells.ts";

/** Work that is over before this needs no words. */
const SAID_MS = 200;

interface Work {
  what: string;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** How it is given up, where that is not the worker's business. */
  stop: (() => void) | undefined;
}

/** How far a run has come: its clock, and the ints that live. */
export interface Progress {
  ir: number;
  ints: number;
}

const open: Work[] = [];
const long = signal<string | null>(null);

/** What takes long, or null. */
export const busy = computed(() => waiting.value ?? long.value);
/** The last figure that came from the machine; null while none has come. */
export const progress = signal<Progress | null>(null);

/** Gives up what is said to take long, where it has its own way; false where it has none. */
export function stopOwn(): boolean {
  const stop = long.peek() === null ? undefined : open[0]?.stop;
  stop?.();
  return stop !== undefined;
}

/** Watches a call until it is answered. */
export async function watched<T>(what: string, work: Promise<T>, stop?: () => void): Promise<T> {
  const mine: Work = { what, timer: undefined, stop };
  open.push(mine);
  if (open.length === 1) begin(mine);
  try {
    return await work;
  } finally {
    clearTimeout(mine.timer);
    const isOldest = open[0] === mine;
    open.splice(open.indexOf(mine), 1);
    if (isOldest) {
      if (long.peek() !== null) rest();
      if (open[0] !== undefined) begin(open[0]);
    }
  }
}

function begin(work: Work): void {
  progress.value = null;
  work.timer = setTimeout(() => {
    long.value = work.what;
  }, SAID_MS);
}

function rest(): void {
  batch(() => {
    long.value = null;
    progress.value = null;
  });
}
