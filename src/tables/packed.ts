/**
 * A build's file as a first visit fetches it: the launch that the window opens with, and names of functions
 * and segments as their numbers, which both sides know. A third of the whole file's size (docs/adr/0023).
 *
 *   vite.config.ts: packBuild(whole file) -> builds/first/<name>.json -> parseBuild: unpackBuild -> Build
 */
import { FN_COUNT, Fn } from "../../assembly/abi/functions.ts";
import { SEG_COUNT, Seg } from "../../assembly/abi/segments.ts";
import type { Build, PriceValue, ProfileRow, StartDict } from "./build.ts";

/** Rises with every change of what the columns mean. */
export const FORMAT = 1;
export const HASH_DIGITS = 16;

/** Names of functions and segments by number. */
export interface Names {
  fns: readonly string[];
  segs: readonly string[];
}

/** "name|file" of every row of a profile: first those of modelled functions under their own name. */
export interface PackedKeys {
  files: string[];
  /** For each function: its file and one, or 0 where its row has another name or is not known. */
  own: number[];
  /** All other keys: name, file. */
  others: [string, number][];
}

/** Each first number counts on from the one before. */
export type Columns<T> = [number[], ...T[][]];

export interface Packed {
  format: number;
  names: number;
  keys: PackedKeys;
  /** Functions whose row is one of `others`: function, key. */
  rows: Columns<number>;
  /** callee, caller. */
  inlined: Columns<number>;
  inlinedQuick: Columns<number>;
  /** segment, charged function or -1, price, 1 for measured. */
  prices: [number[], number[], PriceValue[], string];
  /** What has no number: names that no code uses any more. */
  rest: { rows: Build["rows"]; inlined: string[]; inlinedQuick: string[]; prices: Build["prices"] };
  /** segment, charged function or -1, then key, Ir and calls of each row by turns. */
  bundles: [string, number[]][];
  /** key, self, inclusive, calls. */
  passRows: Columns<number>;
  /** key, then the twelve figures of a law. */
  textLaw: Columns<number>;
  bounds: [number, Build["bounds"][string]][];
  interned: { mask: number; slots: number[]; hashes: string; removed: number[] } | null;
}

export type PackedFields =
  | "rows"
  | "inlined"
  | "inlinedQuick"
  | "prices"
  | "bundles"
  | "passRows"
  | "textLaw"
  | "bounds";

/** The file's content: a build without what is packed. */
export type PackedBuild = Omit<Build, PackedFields> & { packed: Packed };

/** A checksum of the names by number: a file made for other ones would price other steps. */
export function namesChecksum({ fns, segs }: Names): number {
  // FNV-1a.
  let sum = 0x811c9dc5;
  for (const letter of [...fns, ...segs].join(" ")) {
    sum = Math.imul(sum ^ letter.charCodeAt(0), 0x01000193);
  }
  return sum >>> 0;
}

/** The names that the machine of this page has. */
export function ownNames(): Names {
  return {
    fns: Array.from({ length: FN_COUNT }, (_, fn) => Fn[fn] ?? ""),
    segs: Array.from({ length: SEG_COUNT }, (_, seg) => Seg[seg] ?? ""),
  };
}

function sums(steps: readonly number[]): number[] {
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum;
  });
}

function rowsOf([first, ...others]: Columns<number>): number[][] {
  return sums(first).map((number, i) => [number, ...others.map((column) => column[i] ?? 0)]);
}

function priceKey(seg: number, fn: number): string {
  return fn < 0 ? (Seg[seg] ?? "") : `${Seg[seg]}@${Fn[fn]}`;
}

function keyNames({ files, own, others }: PackedKeys): {
  names: string[];
  ofFn: Map<number, string>;
} {
  const ofFn = new Map<number, string>();
  const names: string[] = [];
  for (const [fn, file] of own.entries()) {
    if (file === 0) continue;
    const key = `${Fn[fn]}|${files[file - 1]}`;
    ofFn.set(fn, key);
    names.push(key);
  }
  for (const [name, file] of others) names.push(`${name}|${files[file]}`);
  return { names, ofFn };
}

function unpackPairs(packed: Columns<number>, rest: readonly string[]): string[] {
  return [...rowsOf(packed).map(([inner = 0, outer = 0]) => `${Fn[inner]}@${Fn[outer]}`), ...rest];
}

function unpackPrices({ prices: [segments, charged, values, measured], rest }: Packed) {
  const prices: Build["prices"] = {};
  for (const [i, seg] of sums(segments).entries()) {
    prices[priceKey(seg, charged[i] ?? -1)] = {
      price: values[i] ?? 0,
      basis: measured[i] === "1" ? "measured" : "estimated",
    };
  }
  return { ...prices, ...rest.prices };
}

function unpackDict({ mask, slots, hashes, removed }: NonNullable<Packed["interned"]>): StartDict {
  return {
    mask,
    entries: sums(slots).map((slot, i) => {
      const hash = hashes.slice(HASH_DIGITS * i, HASH_DIGITS * (i + 1));
      return [slot, removed.includes(i) ? null : hash];
    }),
  };
}

/** The build again. Throws with a sentence when the file was made for another version of the page. */
export function unpackBuild({ packed, ...plain }: PackedBuild): Build {
  if (packed.format !== FORMAT || packed.names !== namesChecksum(ownNames()))
    throw new Error(
      "the build file was made for another version of this page: load the page again",
    );
  const { names, ofFn } = keyNames(packed.keys);
  const name = (key = 0) => names[key] ?? "";
  const rows: Build["rows"] = { ...packed.rest.rows };
  for (const [fn, key] of ofFn) rows[Fn[fn] ?? ""] = key;
  for (const [fn = 0, key] of rowsOf(packed.rows)) rows[Fn[fn] ?? ""] = name(key);
  const bundles: Build["bundles"] = {};
  for (const [at, flat] of packed.bundles) {
    const [seg, fn] = at.split(",").map(Number);
    const price = seg === undefined || fn === undefined ? at : priceKey(seg, fn);
    const helpers: Record<string, [number, number]> = {};
    for (let i = 0; i < flat.length; i += 3)
      helpers[name(flat[i])] = [flat[i + 1] ?? 0, flat[i + 2] ?? 0];
    bundles[price] = helpers;
  }
  const three = (row: readonly number[], at: number): ProfileRow => [
    row[at] ?? 0,
    row[at + 1] ?? 0,
    row[at + 2] ?? 0,
  ];
  const { startDicts } = plain;
  return {
    ...plain,
    rows,
    bundles,
    inlined: unpackPairs(packed.inlined, packed.rest.inlined),
    inlinedQuick: unpackPairs(packed.inlinedQuick, packed.rest.inlinedQuick),
    prices: unpackPrices(packed),
    passRows: Object.fromEntries(
      rowsOf(packed.passRows).map((row) => [name(row[0]), three(row, 1)]),
    ),
    textLaw: Object.fromEntries(
      rowsOf(packed.textLaw).map((row) => [
        name(row[0]),
        {
          base: three(row, 1),
          positive: three(row, 4),
          literal: three(row, 7),
          digit: three(row, 10),
        },
      ]),
    ),
    bounds: Object.fromEntries(packed.bounds.map(([key, bound]) => [name(key), bound])),
    ...(startDicts &&
      packed.interned && { startDicts: { ...startDicts, interned: unpackDict(packed.interned) } }),
  };
}
