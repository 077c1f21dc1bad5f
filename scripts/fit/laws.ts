/**
 * Laws over the text for what the machine does not model: compiling (the start phase beyond that of
 * `pass`) and the rest of exit. Coefficients are non-negative Ir per unit of a feature.
 */
import { compileProgram } from "../../src/program/index.ts";
import { TEXT_FEATURES, type TextFeatures, textFeatures } from "../../src/program/features.ts";
import type { FeatureLaw } from "../../src/tables/build.ts";
import { type SparseColumn, nnls } from "./nnls.ts";

/** One program's features beyond those of `pass`, and what was recorded beyond `pass`. */
export interface LawPoint {
  name: string;
  heldOut: boolean;
  features: TextFeatures;
  ir: number;
}

export interface FittedLaw {
  law: FeatureLaw;
  /** Program, recorded Ir, Ir by the law. */
  points: { name: string; heldOut: boolean; ir: number; told: number }[];
}

/** The features of a text beyond those of `pass`. */
export function featuresBeyondPass(text: string): TextFeatures {
  const [own, pass] = [featuresOf(text), featuresOf("pass\n")];
  return Object.fromEntries(
    TEXT_FEATURES.map((name) => [name, own[name] - pass[name]]),
  ) as TextFeatures;
}

function featuresOf(text: string): TextFeatures {
  const compiled = compileProgram(text, "p.py");
  if ("diagnostics" in compiled) throw new Error(`a recorded program does not compile: ${text}`);
  return textFeatures(text, compiled.code);
}

/** Small differences are not worth a part in ten thousand of a large one. */
const FLOOR_IR = 100;
const TURNS = 20;

/**
 * Fits a law to the points that are not held out; `robust` lets the majority decide. A signed law has
 * coefficients of both signs: it corrects what the machine counts itself.
 */
export function fitLaw(points: readonly LawPoint[], robust: boolean, signed = false): FittedLaw {
  const fitted = points.filter((point) => !point.heldOut);
  const signs = signed ? [1, -1] : [1];
  const columns = signs.flatMap((sign) =>
    TEXT_FEATURES.map((name) => columnOf(fitted, name, sign)),
  );
  const b = fitted.map((point) => point.ir);
  const relative = b.map((ir) => 1 / (ir * ir + FLOOR_IR * FLOOR_IR));
  let weight = relative;
  let x = nnls(columns, b, weight);
  for (let turn = 0; robust && turn < TURNS; turn++) {
    weight = fitted.map((point, i) => {
      const off = Math.abs(point.ir - value(x, point.features));
      return 1 / ((off + 1) * (Math.abs(b[i] ?? 0) + FLOOR_IR));
    });
    x = nnls(columns, b, weight);
  }
  const net = netOf(x);
  const law = Object.fromEntries(
    TEXT_FEATURES.flatMap((name, j) => (net[j] ? [[name, round(net[j])]] : [])),
  );
  return {
    law,
    points: points.map(({ name, heldOut, ir, features }) => {
      return { name, heldOut, ir, told: Math.round(value(x, features)) };
    }),
  };
}

/** Coefficients per feature: those of the negated columns are taken off. */
function netOf(x: readonly number[]): number[] {
  return TEXT_FEATURES.map((_, j) => (x[j] ?? 0) - (x[j + TEXT_FEATURES.length] ?? 0));
}

function columnOf(
  points: readonly LawPoint[],
  name: keyof TextFeatures,
  sign: number,
): SparseColumn {
  const rows = points.flatMap((point, i) => (point.features[name] === 0 ? [] : [i]));
  return { rows, values: rows.map((i) => sign * (points[i]?.features[name] ?? 0)) };
}

function value(x: readonly number[], features: TextFeatures): number {
  const net = netOf(x);
  return TEXT_FEATURES.reduce((sum, name, j) => sum + (net[j] ?? 0) * features[name], 0);
}

function round(coefficient: number): number {
  return Math.round(coefficient * 100) / 100;
}

/** The law's errors as lines. */
export function lawScore(title: string, { points }: FittedLaw): string[] {
  return [false, true].map((heldOut) => {
    const off = points
      .filter((p) => p.heldOut === heldOut && p.ir !== 0)
      .map((p) => Math.abs((100 * (p.told - p.ir)) / p.ir))
      .sort((a, b) => a - b);
    const at = (part: number) => (off[Math.floor(part * (off.length - 1))] ?? 0).toFixed(2);
    const group = heldOut ? "held out" : "fitted";
    return `${title}, ${group}: ${off.length} programs, error % median ${at(0.5)}, 90th ${at(0.9)}, most ${at(1)}`;
  });
}
