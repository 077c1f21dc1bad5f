/**
 * What the processes of a family write, brought into one order. A lone process is a family, too.
 */
import { ProcessLog } from "../assembly/abi/process.ts";
import type { ProcessRun } from "./processes.ts";

/** Bytes of a stream's buffer (glibc: st_blksize of a pipe): what is longer leaves. */
const BUFFER_BYTES = 4096;

/** A text that leaves a process at one tick of the machine's clock. */
interface Piece {
  tick: number;
  text: string;
}

/** From `tick` on a stream has so many bytes. */
export interface OutputEnd {
  tick: number;
  bytes: number;
}

/** What all processes wrote on one stream (1 stdout, 2 stderr), in the order of the machine's clock. */
export function outputOf(processes: readonly ProcessRun[], stream: 1 | 2): Piece[] {
  const pieces = processes.flatMap((run) => (stream === 1 ? buffered(run) : lines(run)));
  // Equal ticks keep the order of the processes' numbers: sort is stable.
  return pieces.sort((a, b) => a.tick - b.tick);
}

export function joined(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join("");
}

/** How long the stream is after each piece. */
export function endsOf(pieces: readonly Piece[]): OutputEnd[] {
  const encoder = new TextEncoder();
  let bytes = 0;
  return pieces.map(({ tick, text }) => {
    bytes += encoder.encode(text).length;
    return { tick, bytes };
  });
}

/** Bytes that have left by `tick`. */
export function bytesBy(ends: readonly OutputEnd[], tick: number): number {
  return ends.findLast((end) => end.tick <= tick)?.bytes ?? 0;
}

/** A process's rows that say how long its stream is, without what its ancestors had written. */
function lengths({ log, parent }: ProcessRun, stream: 1 | 2) {
  const rows = log.filter((row) => row.kind === ProcessLog.WRITE && row.x === stream);
  const base = parent === null ? 0 : (rows[0]?.y ?? 0);
  return rows.map(({ tick, y }) => ({ tick, length: y - base }));
}

/**
 * stdout is a pipe, so its text leaves when its buffer is emptied: by flush(), when it is full and
 * when the process ends. A fork empties it too: multiprocessing flushes there; after a bare os.fork
 * the real child would write its parent's text a second time, which is left out.
 */
function buffered(run: ProcessRun): Piece[] {
  const written = lengths(run, 1);
  const empties = run.log.filter(
    ({ kind, x }) => kind === ProcessLog.FORK || (kind === ProcessLog.FLUSH && x === 1),
  );
  const pieces: Piece[] = [];
  let done = 0;
  const leave = (tick: number, to: number) => {
    if (to > done) pieces.push({ tick, text: run.stdout.slice(done, to) });
    done = Math.max(done, to);
  };
  for (const { tick, length, full } of [
    ...written.map((row) => ({ ...row, full: true })),
    ...empties.map(({ tick }) => ({ tick, length: lengthAt(written, tick), full: false })),
  ].sort((a, b) => a.tick - b.tick)) {
    if (!full) leave(tick, length);
    else while (length - done > BUFFER_BYTES) leave(tick, done + BUFFER_BYTES);
  }
  leave(run.end, run.stdout.length);
  return pieces;
}

/** How much was written by `tick`. */
function lengthAt(written: readonly { tick: number; length: number }[], tick: number): number {
  return written.findLast((row) => row.tick <= tick)?.length ?? 0;
}

/** stderr is not buffered; what is written piece by piece comes as a line, whole. */
function lines(run: ProcessRun): Piece[] {
  const text = run.stderr;
  const pieces: Piece[] = [];
  let done = 0;
  for (const { tick, length } of lengths(run, 2)) {
    const line = length === 0 ? 0 : text.lastIndexOf("\n", length - 1) + 1;
    if (line > done) pieces.push({ tick, text: text.slice(done, line) });
    done = Math.max(done, line);
  }
  pieces.push({ tick: run.end, text: text.slice(done) });
  return pieces;
}
