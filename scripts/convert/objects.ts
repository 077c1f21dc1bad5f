/** The part of an entry state that belongs to objects: dead ones kept for reuse, floats, the collector. */
import type { AddressRun, DictState, EntryState } from "../../src/tables/build.ts";
import type { RecordedDict, RecordedEntry } from "./truth.ts";

type Place = (ref: string | number) => number;
type Objects = Pick<
  EntryState,
  | "gc"
  | "dictFree"
  | "tupleFree"
  | "cfunctionFree"
  | "methodFree"
  | "floats"
  | "mainDict"
  | "mainNames"
  | "builtinDict"
  | "ticker"
  | "checkInterval"
>;

/** Names that __main__ may have at entry, in the order of MainName. */
const MAIN_NAMES = ["__builtins__", "__name__", "__file__", "__doc__", "__package__"];

export function convertObjects(recorded: RecordedEntry, place: Place): Objects {
  const { gc, freelists, floats, interp } = recorded;
  return {
    gc: {
      generations: gc.generations.map((g) => [g.threshold, g.count, g.length]),
      longLivedTotal: gc.long_lived_total,
      longLivedPending: gc.long_lived_pending,
    },
    dictFree: addressRuns(freelists.dict.objects.map(place)),
    tupleFree: Object.entries(freelists.tuple.objects).map(([size, fromHead]) => [
      Number(size),
      addressRuns(fromHead.map(place).reverse()),
    ]),
    cfunctionFree: freelists.cfunction.numfree,
    methodFree: freelists.bound_method.numfree,
    floats: {
      blocks: floats.block_list_order.map((index) => place(floats.blocks[index] ?? 0)),
      slots: recorded.ints.slots_per_block,
      free: floats.free_list.map(([block, slot]) => [floats.block_list_order.indexOf(block), slot]),
      live: floats.live.map(([block, slot, refs, value]) => [
        floats.block_list_order.indexOf(block),
        slot,
        refs,
        value,
      ]),
    },
    mainDict: convertDict(interp.main_dict, place),
    mainNames: (interp.main_dict.entries ?? []).map(([slot, name]) => {
      const index = MAIN_NAMES.indexOf(name);
      if (index < 0) throw new Error(`__main__ has a name ${name}`);
      return [slot, index];
    }),
    builtinDict: convertDict(interp.builtin_dict, place),
    ticker: interp.ticker,
    checkInterval: interp.check_interval,
  };
}

function convertDict(dict: RecordedDict, place: Place): DictState {
  return {
    object: place(dict.object),
    table: typeof dict.table === "number" ? place(dict.table) : 0,
    mask: dict.mask,
    fill: dict.fill,
    used: dict.used,
    refcount: dict.refcount,
  };
}

/** Addresses in order, equal steps abbreviated. */
export function addressRuns(addresses: number[]): AddressRun[] {
  const runs: AddressRun[] = [];
  for (const address of addresses) {
    const last = runs[runs.length - 1];
    if (last === undefined) runs.push([address, 0, 1]);
    else if (last[2] === 1) {
      last[1] = address - last[0];
      last[2] = 2;
    } else if (last[0] + last[1] * last[2] === address) last[2] += 1;
    else runs.push([address, 0, 1]);
  }
  return runs;
}
