/**
 * Takes back what was learnt too early: a call that seemed inlined while another one, above or beside it,
 * was not yet known to be. Once all others are known, its counts may be the profile's in every program.
 */
import { attribute } from "./attribute.ts";
import { type Counted, edgesOf } from "./counts.ts";

/**
 * In so many of the programs that make the call its count may still differ, round by round: what stays
 * inlined changes the caller of the others, so those that are clearly inlined leave first.
 */
const STRAY = [0.7, 0.3, 0.05, 0.05];

/** Runs the programs with these pairs inlined, wholly and their quick paths only. */
export type Count = (whole: readonly string[], quick: readonly string[]) => Counted[];

/**
 * Pairs "callee@caller" of `inlined` whose calls, were they not inlined, would be those that the profiles
 * show; and those of which this is so where only the quick path is inlined. `direct` are the edges that some
 * profile shows.
 */
export function wronglyInlined(
  count: Count,
  inlined: ReadonlySet<string>,
  direct: ReadonlySet<string>,
  known: (edge: string) => boolean,
  through: ReadonlySet<string>,
): { called: string[]; quick: string[] } {
  const open = [...inlined].filter((pair) => direct.has(edgeOf(pair)));
  const without = (pairs: readonly string[]) =>
    [...inlined].filter((pair) => !pairs.includes(pair));
  const called = agreeing((pairs) => count(without(pairs), []), open, known, through);
  const rest = open.filter((pair) => !called.includes(pair));
  const quick = agreeing(
    (pairs) => count(without([...called, ...pairs]), pairs),
    rest,
    known,
    through,
  );
  return { called, quick };
}

/** Those of `pairs` whose calls are the profiles' in nearly all programs that make them. */
function agreeing(
  count: (pairs: readonly string[]) => Counted[],
  pairs: readonly string[],
  known: (edge: string) => boolean,
  through: ReadonlySet<string>,
): string[] {
  let open = [...pairs];
  for (const stray of STRAY) {
    const edges = new Set(open.map(edgeOf));
    const agree = new Map<string, [number, number]>();
    for (const one of open.length === 0 ? [] : count(open)) {
      if ("failure" in one) continue;
      const mine = edgesOf(one.cells);
      const real = attribute(one.program, {
        calls: (edge) => edges.has(edge) || known(edge),
        passes: (triple) => through.has(triple),
      }).edges;
      for (const edge of edges) {
        const [a, b] = [mine.get(edge) ?? 0, real.get(edge) ?? 0];
        if (a === 0 && b === 0) continue;
        const [same, other] = agree.get(edge) ?? [0, 0];
        agree.set(edge, a === b ? [same + 1, other] : [same, other + 1]);
      }
    }
    open = open.filter((pair) => {
      const [same, other] = agree.get(edgeOf(pair)) ?? [0, 0];
      return same > 0 && other <= stray * (same + other);
    });
  }
  return open;
}

function edgeOf(pair: string): string {
  const [callee = "", caller = ""] = pair.split("@");
  return `${caller}>${callee}`;
}
