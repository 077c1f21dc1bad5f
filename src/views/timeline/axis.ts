/**
 * Clock to pixels and back. Recorded stretches are millions of instructions in which nothing can be
 * stepped; each takes a fixed, small width, so that the modelled part has the room. The modelled exit of a
 * small program is much longer than its run: the run has most of the room all the same. Pure.
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

/** Share of the modelled room that the program's own run has at least: it is what people come for. */
const RUN_SHARE = 0.62;

/** The pieces of a run, or of the part [from, to] of its clock, across a width. */
export function makeAxis(
  run: RunSummary,
  width: number,
  part: readonly [number, number] | null = null,
): Piece[] {
  const [first, last] = part ?? [0, run.total];
  const cut = run.stretches
    .flatMap(cutStretch)
    .map((piece) => ({ ...piece, from: Math.max(piece.from, first), to: Math.min(piece.to, last) }))
    .filter(({ from, to }) => to > from);
  const recorded = cut.filter((piece) => piece.recorded).length;
  const weights = weightsOf(cut);
  const each = Math.max(
    RECORDED_MIN,
    Math.min(RECORDED_MAX, (width * RECORDED_SHARE) / Math.max(1, recorded)),
  );
  const isAllRecorded = recorded === cut.length;
  const room = Math.max(0, width - each * recorded);
  let left = 0;
  return cut.map((piece, index) => {
    const own = piece.recorded ? (isAllRecorded ? width / recorded : each) : 0;
    const right = left + own + (weights[index] ?? 0) * room;
    const placed = { ...piece, left, right };
    left = right;
    return placed;
  });
}

/** The share of the modelled room that each piece gets: by length, but the run is never squeezed. */
function weightsOf(cut: readonly Cut[]): number[] {
  const length = ({ from, to, recorded }: Cut) => (recorded ? 0 : to - from);
  const sum = (pieces: readonly Cut[]) => pieces.reduce((all, piece) => all + length(piece), 0);
  const all = sum(cut);
  const run = sum(cut.filter(({ name }) => name === "run"));
  const isSqueezed = run > 0 && run < all && run / all < RUN_SHARE;
  return cut.map((piece) => {
    if (!isSqueezed) return all > 0 ? length(piece) / all : 0;
    return piece.name === "run"
      ? (length(piece) / run) * RUN_SHARE
      : (length(piece) / (all - run)) * (1 - RUN_SHARE);
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
