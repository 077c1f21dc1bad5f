/**
 * Prices fitted to recorded programs (scripts/fit), merged into a build. They replace what the recorded
 * opcode split said; the allocator's own pieces, measured one by one, stay.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Fn } from "../../assembly/abi/functions.ts";
import { Seg } from "../../assembly/abi/segments.ts";
import type { Build, FeatureLaw, PriceEntry } from "../../src/tables/build.ts";
import { functionOf } from "../../workers/image.ts";
import { TRACES } from "./machine.ts";

/** What scripts/fit/main.ts --write leaves in tests/traces/<build>/programs/fitted.json. */
export interface Fitted {
  what: string;
  prices: Record<string, PriceEntry>;
  /** "callee@caller". */
  inlined: string[];
  /** "callee@caller": the callee's quick path only. */
  inlinedQuick: string[];
  /** C function -> "name|file". */
  rows: Record<string, string>;
  /** Price key -> helper row -> [Ir, calls]. */
  bundles: Build["bundles"];
  compileLaw: FeatureLaw;
  exitLaw: FeatureLaw;
}

export function fittedPath(build: string): string {
  return join(TRACES, build, "programs", "fitted.json");
}

/** Functions whose prices were measured piece by piece and are never fitted. */
const MEASURED =
  /^(malloc|free|_int_malloc|_int_free|alloc_perturb|malloc_consolidate|unlink_chunk|sysmalloc\w*|systrim|munmap_chunk|__glibc_morecore|sbrk|brk|mmap|munmap|memset|memcpy|mempcpy|strlen|memcmp|memchr|fill_free_list|PyInt_ClearFreeList|write_size_t|read_size_t|bumpserialno|_PyObject_Debug\w+|_PyMem_(?:Debug\w+|Malloc|Free))$/;

/** Segments on the path of `range(n)` whose own Ir was found instruction by instruction (segments.json). */
const HOT = [
  /^(builtin_range|list_dealloc)__\w+$/,
  /^PyInt_FromLong__\w+(@builtin_range)?$/,
  /^get_len_of_range__\w+(@builtin_range)?$/,
  /^int_dealloc__to_free_list(@list_dealloc)?$/,
  /^PyList_New__(reuse_object|items)$/,
  /^PyObject_(Malloc|Free)__redirect$/,
  /^_Py_(NewReference__count|AddToAllObjects__insert|ForgetReference__unlink|Dealloc__call)$/,
];

/** Says whether a price's own part is known to the instruction: only helpers' shares join it. */
export function isHot(key: string): boolean {
  return HOT.some((pattern) => pattern.test(key));
}

/** Functions on bytes, which compilers expand where they are called. */
const BYTES = /^(memset|memcpy|mempcpy|strlen|memcmp|memchr)$/;

/** Says whether a function is called in every build: never inlined. */
export function isAlwaysCalled(name: string): boolean {
  return isMeasured(`${name}__`) && !BYTES.test(name);
}

/** Says whether a priced segment keeps the price that it was measured with. */
export function isMeasured(key: string): boolean {
  return MEASURED.test(functionOf(key.split("@")[0] ?? ""));
}

/** Merges what was fitted for `from`, a recorded build, into `build`: the same one or a similar one. */
export function mergeFitted(build: Build, from: string, path = fittedPath(from)): void {
  if (existsSync(path)) {
    applyFitted(build, JSON.parse(readFileSync(path, "utf8")) as Fitted, from === build.name);
  }
  dropUnknown(build);
}

/** Puts fitted prices and laws into a build; `own` says that they were fitted for this very one. */
export function applyFitted(build: Build, fitted: Fitted, own: boolean): void {
  mergePrices(build, fitted, own);
  const found = [...build.inlined, ...fitted.inlined];
  build.inlined = [...new Set(found)].filter((pair) => !isAlwaysCalled(pair.split("@")[0] ?? ""));
  build.inlinedQuick = fitted.inlinedQuick;
  Object.assign(build.rows, own ? fitted.rows : {});
  // Helpers of the opcode split are modelled by now: their shares would count them twice.
  const kept = Object.entries(build.bundles).filter(([segment]) => segment.includes("__recorded"));
  build.bundles = { ...Object.fromEntries(kept), ...fitted.bundles };
  build.compileLaw = fitted.compileLaw;
  build.exitLaw = fitted.exitLaw;
}

function mergePrices(build: Build, fitted: Fitted, own: boolean): void {
  for (const [key, entry] of Object.entries(fitted.prices)) {
    const known = build.prices[key];
    if (isMeasured(key) && known !== undefined) continue;
    // The stand-in's own Ir of a hot path is known: only what its helpers take comes from the sibling.
    if (!own && isHot(key) && typeof known?.price === "number") {
      const helpers = Object.values(fitted.bundles[key] ?? {});
      const price = helpers.reduce((sum, [ir]) => sum + ir, known.price);
      build.prices[key] = { ...known, price };
    } else build.prices[key] = own ? entry : { ...entry, basis: "estimated" };
  }
}

/** A name that the code no longer has must not stop the build from loading. */
function dropUnknown(build: Build): void {
  const known = (key: string) => {
    const [segment = "", charged] = key.split("@");
    return segment in Seg && (charged === undefined || charged in Fn);
  };
  const keep = <T>(table: Record<string, T>) =>
    Object.fromEntries(Object.entries(table).filter(([key]) => known(key)));
  build.prices = keep(build.prices);
  build.bundles = keep(build.bundles);
  const named = (pair: string) => pair.split("@").every((name) => name in Fn);
  build.inlined = build.inlined.filter(named);
  build.inlinedQuick = (build.inlinedQuick ?? []).filter(named);
}
