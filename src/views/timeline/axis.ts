/**
 * Clock to pixels and back. Recorded stretches are millions of instructions in which nothing can be
 * stepped; each takes a fixed, small width, so that the modelled part has the room. Pure.
 */
import type { RunSummary } from "../../../workers/protocol.ts";

export interface Piece {
  from: number;
  to: number;
  left: number;
  right: number;
  recorded: boolean;
  /** Name of the stretch it belongs to. */
  name: string;
}

/** Widths of a recorded piece: never narrower than its hatching, never wider than its name. */
const RECORDED_MIN = 10;
const RECORDED_MAX = 84;
/** Share of the width that all recorded pieces may take together. */
const RECORDED_SHARE = 0.3;

export function makeAxis(run: RunSummary, width: number): Piece[] {
  const cut = run.stretches.flatMap(cutStretch);
  const recorded = cut.filter((piece) => piece.recorded).length;
  const modelled = cut.reduce((sum, { from, to, recorded: is }) => sum + (is ? 0 : to - from), 0);
  const each = Math.max(
    RECORDED_MIN,
    Math.min(RECORDED_MAX, (width * RECORDED_SHARE) / Math.max(1, recorded)),
  );
  const room = Math.max(0, width - each * recorded);
  let left = 0;
  return cut.map((piece) => {
    const share = modelled > 0 ? (piece.to - piece.from) / modelled : 0;
    const right = left + (piece.recorded ? each : share * room);
    const placed = { ...piece, left, right };
    left = right;
    return placed;
  });
}

type Cut = Omit<Piece, "left" | "right">;

/** A stretch as alternating modelled and recorded pieces. */
function cutStretch({ name, from, to, recorded }: RunSummary["stretches"][number]): Cut[] {
  const pieces: Cut[] = [];
  let at = from;
  for (const [start, end] of recorded) {
    if (start > at) pieces.push({ name, from: at, to: start, recorded: false });
    if (end > start) pieces.push({ name, from: start, to: end, recorded: true });
    at = Math.max(at, end);
  }
  if (to > at) pieces.push({ name, from: at, to, recorded: false });
  return pieces;
}

export function pixelOf(axis: readonly Piece[], ir: number): number {
  const piece = axis.find(({ to }) => ir < to) ?? axis.at(-1);
  if (piece === undefined) return 0;
  const length = piece.to - piece.from;
  const share = length > 0 ? Math.max(0, Math.min(1, (ir - piece.from) / length)) : 0;
  return piece.left + share * (piece.right - piece.left);
}

/** The instant under a pixel. In a recorded piece its nearer end: there is nothing in between. */
export function instantOf(axis: readonly Piece[], x: number): number {
  const piece = axis.find(({ right }) => x < right) ?? axis.at(-1);
  if (piece === undefined) return 0;
  const width = piece.right - piece.left;
  const share = width > 0 ? Math.max(0, Math.min(1, (x - piece.left) / width)) : 0;
  if (piece.recorded) return share < 0.5 ? piece.from : piece.to;
  return Math.round(piece.from + share * (piece.to - piece.from));
}
