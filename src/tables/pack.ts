/** Writes a build's file as a first visit fetches it (packed.ts). Used when the page is built, and by tests. */
import type { Build, PriceEntry, StartDict } from "./build.ts";
import {
  type Columns,
  FORMAT,
  HASH_DIGITS,
  type Names,
  namesChecksum,
  type Packed,
  type PackedBuild,
  type PackedFields,
  type PackedKeys,
} from "./packed.ts";

const LAW_PARTS = ["base", "positive", "literal", "digit"] as const;

/** Numbers by name. */
interface Numbers {
  fns: Map<string, number>;
  segs: Map<string, number>;
}

function numbersOf({ fns, segs }: Names): Numbers {
  const numbered = (names: readonly string[]) => new Map(names.map((name, i) => [name, i]));
  return { fns: numbered(fns), segs: numbered(segs) };
}

function differences(numbers: readonly number[]): number[] {
  return numbers.map((number, i) => number - (numbers[i - 1] ?? 0));
}

/** Rows of numbers as columns, the first one as differences. */
function columns(rows: readonly (readonly number[])[], width: number): Columns<number> {
  const sorted = [...rows].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  const column = (i: number) => sorted.map((row) => row[i] ?? 0);
  return [differences(column(0)), ...Array.from({ length: width - 1 }, (_, i) => column(i + 1))];
}

/** Segment and charged function of a price's key; null where one has no number. */
function pricedAt(key: string, known: Numbers): [number, number] | null {
  const [segment = "", charged] = key.split("@");
  const seg = known.segs.get(segment);
  const fn = charged === undefined ? -1 : known.fns.get(charged);
  return seg === undefined || fn === undefined ? null : [seg, fn];
}

function packKeys(
  build: Build,
  { fns }: Names,
): { keys: PackedKeys; numberOf: Map<string, number> } {
  const files: string[] = [];
  const fileOf = (file: string) => {
    if (!files.includes(file)) files.push(file);
    return files.indexOf(file);
  };
  const split = (key: string): [string, string] => {
    const bar = key.lastIndexOf("|");
    return [key.slice(0, bar), key.slice(bar + 1)];
  };
  const numberOf = new Map<string, number>();
  const own = fns.map((fn) => {
    const key = build.rows[fn];
    if (key === undefined || numberOf.has(key)) return 0;
    const [name, file] = split(key);
    if (name !== fn) return 0;
    numberOf.set(key, numberOf.size);
    return fileOf(file) + 1;
  });
  const inner = Object.values(build.bundles).flatMap(Object.keys);
  const used = [build.rows, build.passRows, build.textLaw, build.bounds] as const;
  const all = [...Object.values(used[0]), ...used.slice(1).flatMap(Object.keys), ...inner];
  const others: [string, number][] = [];
  for (const key of [...new Set(all)].sort()) {
    if (numberOf.has(key)) continue;
    numberOf.set(key, numberOf.size);
    const [name, file] = split(key);
    others.push([name, fileOf(file)]);
  }
  return { keys: { files, own, others }, numberOf };
}

function packPairs(
  pairs: readonly string[],
  known: Numbers,
): { numbers: Columns<number>; rest: string[] } {
  const numbers: number[][] = [];
  const rest: string[] = [];
  for (const pair of pairs) {
    const [inner, outer] = pair.split("@").map((name) => known.fns.get(name));
    if (inner === undefined || outer === undefined) rest.push(pair);
    else numbers.push([inner, outer]);
  }
  return { numbers: columns(numbers, 2), rest };
}

function packPrices(
  prices: Build["prices"],
  known: Numbers,
): Pick<Packed, "prices"> & { rest: Build["prices"] } {
  const rest: Build["prices"] = {};
  const numbered: [number, number, PriceEntry][] = [];
  for (const [key, entry] of Object.entries(prices)) {
    const at = pricedAt(key, known);
    if (at === null) rest[key] = entry;
    else numbered.push([...at, entry]);
  }
  // The sort is stable: charged functions of one segment keep their order.
  numbered.sort((a, b) => a[0] - b[0]);
  return {
    rest,
    prices: [
      differences(numbered.map(([seg]) => seg)),
      numbered.map(([, fn]) => fn),
      numbered.map(([, , { price }]) => price),
      numbered.map(([, , { basis }]) => (basis === "measured" ? "1" : "0")).join(""),
    ],
  };
}

function packDict(dict: StartDict | undefined): Packed["interned"] {
  if (dict === undefined) return null;
  const { mask, entries } = dict;
  return {
    mask,
    slots: differences(entries.map(([slot]) => slot)),
    hashes: entries.map(([, hash]) => (hash ?? "").padStart(HASH_DIGITS, "0")).join(""),
    removed: entries.flatMap(([, hash], i) => (hash === null ? [i] : [])),
  };
}

/** What a program without imports needs, launched as the window launches it. */
export function packBuild(build: Build, names: Names): PackedBuild {
  const known = numbersOf(names);
  const { keys, numberOf } = packKeys(build, names);
  const number = (key: string) => numberOf.get(key) ?? 0;
  const inlined = packPairs(build.inlined, known);
  const inlinedQuick = packPairs(build.inlinedQuick ?? [], known);
  const prices = packPrices(build.prices, known);
  const restRows: Build["rows"] = {};
  const rows: number[][] = [];
  for (const [name, key] of Object.entries(build.rows)) {
    const fn = known.fns.get(name);
    if (fn === undefined) restRows[name] = key;
    else if (keys.own[fn] === 0) rows.push([fn, number(key)]);
  }
  const packed: Packed = {
    format: FORMAT,
    names: namesChecksum(names),
    keys,
    rows: columns(rows, 2),
    inlined: inlined.numbers,
    inlinedQuick: inlinedQuick.numbers,
    prices: prices.prices,
    rest: {
      rows: restRows,
      inlined: inlined.rest,
      inlinedQuick: inlinedQuick.rest,
      prices: prices.rest,
    },
    bundles: Object.entries(build.bundles).map(([price, helpers]) => [
      pricedAt(price, known)?.join() ?? price,
      Object.entries(helpers).flatMap(([key, [ir, calls]]) => [number(key), ir, calls]),
    ]),
    passRows: columns(
      Object.entries(build.passRows).map(([key, row]) => [number(key), ...row]),
      4,
    ),
    textLaw: columns(
      Object.entries(build.textLaw).map(([key, law]) => [
        number(key),
        ...LAW_PARTS.flatMap((part) => law[part]),
      ]),
      1 + 3 * LAW_PARTS.length,
    ),
    bounds: Object.entries(build.bounds).map(([key, bound]) => [number(key), bound]),
    interned: packDict(build.startDicts?.interned),
  };
  return { ...plainPart(build), packed };
}

/** Everything else as it stands, with one launch only. */
function plainPart(build: Build): Omit<Build, PackedFields> {
  const { rows, inlined, inlinedQuick, prices, bundles, passRows, textLaw, bounds, ...plain } =
    build;
  const { recipe } = build.launches;
  const { startDicts } = build;
  if (recipe === undefined) throw new Error(`the build ${build.name} has no launch "recipe"`);
  const { callgrind: _, ...launch } = recipe;
  const { pass, range } = recipe.native;
  return {
    ...plain,
    ...(startDicts && {
      startDicts: { ...startDicts, interned: { mask: startDicts.interned.mask, entries: [] } },
    }),
    launches: { recipe: { ...launch, native: { pass, range } } },
  };
}
