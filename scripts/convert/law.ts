/**
 * The law of the text: what compiling and dropping `range(N)` costs in each row of the profile, as a
 * function of N's digits. It is what the recorded runs have beyond `pass` and beyond what the machine
 * counts itself; glibc's rows take only the part at N = 0, because their wobble is not the text's.
 */
import { lawRow } from "../../workers/baseline.ts";
import type { ProfileRow, TextLaw } from "../../src/tables/build.ts";

/** What a run has beyond `pass` and the machine, by row. */
export type Beyond = Map<string, ProfileRow>;

const ZERO: ProfileRow = [0, 0, 0];

function minus(a: ProfileRow, b: ProfileRow): ProfileRow {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

/** The largest change a digit makes to a row: anything above is not the text's doing. */
const DIGIT_IR_MAX = 200;
/** What a fitted row may miss at any recorded N: string routines move by an instruction or two. */
const MISS_IR_MAX = 5;

/**
 * Fits one row: N = 0 gives the base, N = 1 the first positive N, 10 the second digit, 257 against 256
 * the literal that is no shared int. A row that misses other N by more keeps only its base.
 */
export function fitRow(key: string, runs: Map<number, Beyond>, onlyBase: boolean): TextLaw | null {
  const at = (n: number) => runs.get(n)?.get(key);
  const base = at(0);
  if (base === undefined) return null;
  const flat: TextLaw = { base, positive: ZERO, literal: ZERO, digit: ZERO };
  const [one, ten, small, large] = [at(1), at(10), at(256), at(257)];
  if (onlyBase || one === undefined || ten === undefined || small === undefined || large === undefined) {
    return isZero(base) ? null : flat;
  }
  const law: TextLaw = {
    base,
    positive: minus(one, base),
    literal: minus(large, small),
    digit: minus(ten, one),
  };
  const fits = [...runs].every(([n, rows]) => {
    const row = rows.get(key);
    return row === undefined || Math.abs(lawRow(law, n)[0] - row[0]) <= MISS_IR_MAX;
  });
  if (!fits || Math.abs(law.digit[0]) > DIGIT_IR_MAX) return isZero(base) ? null : flat;
  return [law.base, law.positive, law.literal, law.digit].every(isZero) ? null : law;
}

function isZero(row: ProfileRow): boolean {
  return row.every((value) => value === 0);
}
