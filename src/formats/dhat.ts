/** DHAT's output file, version 2 (valgrind's dhat/dh_main.c; read by dh_view.html). */
import type { Accesses } from "../instruments/accesses.ts";
import type { HeapProfile, HeapSite } from "../instruments/heap.ts";

const VERSION = 2;
/** Clock below which lifetimes are short for dh_view. */
const SHORT_LIFE = 500;

/** What is known of a place besides its blocks. */
export interface DhatSite {
  frames: readonly string[];
  accesses: Accesses | null;
}

/**
 * `placeOf` gives the functions from malloc to the outermost one. Where no place has accesses the file says
 * that they were not counted.
 */
export function dhatFile(
  profile: HeapProfile,
  command: string,
  pid: number,
  placeOf: (site: HeapSite) => DhatSite,
): string {
  const frames = new Map<string, number>([["[root]", 0]]);
  const number = (frame: string): number => {
    const known = frames.get(frame);
    if (known !== undefined) return known;
    frames.set(frame, frames.size);
    return frames.size - 1;
  };
  const places = profile.sites.map((site) => ({ site, place: placeOf(site) }));
  const counted = places.some(({ place }) => place.accesses !== null);
  const pps = places.map(({ site, place }) => ({
    ...{ tb: site.totalBytes, tbk: site.totalBlocks, tl: Math.round(site.lifetimes) },
    ...{ mb: site.maxBytes, mbk: site.maxBlocks },
    ...{ gb: site.bytesAtMax, gbk: site.blocksAtMax, eb: site.bytesAtEnd, ebk: site.blocksAtEnd },
    ...(counted ? { rb: place.accesses?.read ?? 0, wb: place.accesses?.written ?? 0 } : {}),
    ...(place.accesses === null || place.accesses.words.length === 0
      ? {}
      : { acc: runs(place.accesses.words) }),
    fs: place.frames.map(number),
  }));
  return `${JSON.stringify({
    ...{ dhatFileVersion: VERSION, mode: "heap", verb: "Allocated", bklt: true, bkacc: counted },
    ...{ tu: "instrs", Mtu: "Minstr", tuth: SHORT_LIFE, cmd: command, pid },
    ...{ te: profile.end, tg: profile.maxAt, pps, ftbl: [...frames.keys()] },
  })}\n`;
}

const WORD = 8;

/** Accesses of each byte; equal neighbours as a negative count and one value. */
function runs(words: readonly number[]): number[] {
  const result: number[] = [];
  for (let at = 0; at < words.length; ) {
    const value = words[at] ?? 0;
    let next = at + 1;
    while (next < words.length && words[next] === value) next += 1;
    result.push(-(next - at) * WORD, Math.round(value));
    at = next;
  }
  return result;
}
