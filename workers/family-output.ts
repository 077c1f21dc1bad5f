/**
 * What the processes of a family write, brought into one order. A lone process is a family, too.
 */
import { LibraryMoment, ProcessLog } from "../assembly/abi/process.ts";
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
  const pieces = stream === 1 ? buffered(processes) : processes.flatMap(lines);
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
function lengths(run: ProcessRun, stream: 1 | 2) {
  const base = baseOf(run, stream);
  return rowsOf(run, stream).map(({ tick, y }) => ({ tick, length: y - base }));
}

function rowsOf({ log }: ProcessRun, stream: 1 | 2) {
  return log.filter((row) => row.kind === ProcessLog.WRITE && row.x === stream);
}

/** What a process's ancestors had written before it was born. */
function baseOf(run: ProcessRun, stream: 1 | 2): number {
  return run.parent === null ? 0 : (rowsOf(run, stream)[0]?.y ?? 0);
}

/** Whether the process came of os.fork, which knows no buffers; multiprocessing empties them before it forks. */
export function isBare({ log }: ProcessRun): boolean {
  return log.some(({ kind, x }) => kind === ProcessLog.LIBRARY && x === LibraryMoment.FORKED);
}

/**
 * stdout is a pipe, so its text leaves when its buffer is emptied: by flush(), when it is full and when the
 * process ends in order, but not by _exit. A child of os.fork has its parent's buffer with what is in it.
 */
function buffered(processes: readonly ProcessRun[]): Piece[] {
  const inherited = new Map<number, string>();
  const bare = new Set(processes.filter(isBare).map(({ pid }) => pid));
  // A parent's number is lower than its child's: what that one begins with is known.
  return processes.flatMap((run) => {
    const before = inherited.get(run.pid) ?? "";
    const text = before + run.stdout;
    const written = [
      { tick: run.start, length: before.length },
      ...lengths(run, 1).map((row) => ({ ...row, length: row.length + before.length })),
    ];
    const pieces: Piece[] = [];
    let done = 0;
    const leave = (tick: number, to: number) => {
      if (to > done) pieces.push({ tick, text: text.slice(done, to) });
      done = Math.max(done, to);
    };
    const fills = written.map(({ tick, length }) => ({
      tick,
      act: () => {
        while (length - done > BUFFER_BYTES) leave(tick, done + BUFFER_BYTES);
      },
    }));
    const shift = before.length - baseOf(run, 1);
    const empties = run.log.flatMap(({ kind, tick, x, y }) => {
      const length = kind === ProcessLog.FLUSH ? y + shift : lengthAt(written, tick);
      if (kind === ProcessLog.FORK && bare.has(x))
        return [{ tick, act: () => inherited.set(x, text.slice(done, length)) }];
      const isEmptied = kind === ProcessLog.FORK || (kind === ProcessLog.FLUSH && x === 1);
      return isEmptied ? [{ tick, act: () => leave(tick, length) }] : [];
    });
    for (const { act } of [...fills, ...empties].sort((a, b) => a.tick - b.tick)) act();
    const isLost = run.log.some(({ kind, y }) => kind === ProcessLog.EXIT && y === 1);
    if (!isLost) leave(run.end, text.length);
    return pieces;
  });
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
