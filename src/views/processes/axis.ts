/**
 * The machine's clock on a line, in pieces of their own scale: before the first birth, while there are children,
 * after the last one's end. Stretches in which nobody computes are short, whatever they last. Pure.
 */
import type { Family } from "../../../workers/protocol-processes.ts";

/** Pixels of a stretch in which all processes sleep or wait. */
const IDLE_PX = 12;
/** Shares of the width: before, during and after the lives of children. */
const SHARES = [0.22, 0.63, 0.15];

export interface ClockPiece {
  from: number;
  to: number;
  left: number;
  right: number;
  idle: boolean;
}

/** Ticks at which the scale changes. */
export function scaleChanges({ processes, end }: Family): number[] {
  const children = processes.slice(1);
  if (children.length === 0) return [end];
  const born = Math.min(...children.map((child) => child.start));
  const gone = Math.max(...children.map((child) => child.end));
  return [born, Math.min(gone, end), end];
}

export function clockAxis(family: Family, width: number): ClockPiece[] {
  const { idle } = family;
  const idlePx = Math.min(IDLE_PX, width / (4 * Math.max(1, idle.length)));
  const room = width - idle.length * idlePx;
  const bounds = scaleChanges(family);
  const pieces: ClockPiece[] = [];
  let [at, left] = [0, 0];
  bounds.forEach((bound, part) => {
    const inside = idle.filter(([from]) => from >= at && from < bound);
    const asleep = inside.reduce((sum, [from, to]) => sum + to - from, 0);
    const share = bounds.length === 1 ? 1 : (SHARES[part] ?? 0);
    const scale = (room * share) / Math.max(1, bound - at - asleep);
    const add = (to: number, px: number, isIdle: boolean) => {
      if (to > at) pieces.push({ from: at, to, left, right: left + px, idle: isIdle });
      at = Math.max(at, to);
      left += px;
    };
    for (const [from, to] of inside) {
      add(from, (from - at) * scale, false);
      add(to, idlePx, true);
    }
    add(bound, Math.max(0, bound - at) * scale, false);
  });
  return pieces;
}

export function clockPixel(axis: readonly ClockPiece[], tick: number): number {
  const piece = axis.find(({ to }) => tick <= to) ?? axis.at(-1);
  if (piece === undefined) return 0;
  const share = (tick - piece.from) / Math.max(1, piece.to - piece.from);
  return piece.left + Math.max(0, Math.min(1, share)) * (piece.right - piece.left);
}

export function clockTick(axis: readonly ClockPiece[], pixel: number): number {
  const piece = axis.find(({ right }) => pixel <= right) ?? axis.at(-1);
  if (piece === undefined) return 0;
  const share = (pixel - piece.left) / Math.max(1, piece.right - piece.left);
  return Math.round(piece.from + Math.max(0, Math.min(1, share)) * (piece.to - piece.from));
}
