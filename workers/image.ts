/**
 * Writes what the machine needs before a run: prices of the build, parameters of the launch, and the
 * entry image (assembly/abi/layout.ts) with the compiled program in it.
 */
import { FN_COUNT, Fn } from "../assembly/abi/functions.ts";
import { Plt, Cfg, Section } from "../assembly/abi/layout.ts";
import { Inlined, LedgerTable, Price } from "../assembly/abi/ledger.ts";
import { SEG_COUNT, Seg } from "../assembly/abi/segments.ts";
import { Ty } from "../assembly/abi/types.ts";
import type { Build, EntryState, PriceValue, StartDict } from "../src/tables/build.ts";
import { BuildError } from "../src/tables/build.ts";
import type { CoreExports } from "./core.ts";
import { poolRows } from "./pools.ts";
import { libraryInstructions } from "./library-pages.ts";
import type { Program, ProgramEntry } from "./program.ts";
import { programBytes } from "./program-image.ts";
import { bornRows, containerRows, importCallRows, objectRows } from "./recorded-objects.ts";

const POOL_WORDS = 65536;
/** ob_refcnt and ob_type; the link of an int block. */
const HEAD_BYTES = 16;
const BLOCK_HEAD = 8;
/** sizeof(PyTypeObject). */
const TYPE_BYTES = 416;

/** The C function that a segment belongs to. */
export function functionOf(segment: string): string {
  return segment.slice(0, segment.lastIndexOf("__"));
}

/** What the ledger's tables hold for a build: the pool of prices, where a segment's lie, inlined calls. */
interface PriceTables {
  index: Uint32Array;
  pool: Uint32Array;
  inlined: Map<number, Inlined>;
}

/** A build's tables are the same for every run. */
const tablesOf = new WeakMap<Build, PriceTables>();

/** Writes the build's prices and inlined calls into the ledger's tables. */
export function writePrices(core: CoreExports, build: Build): void {
  const tables = tablesOf.get(build) ?? priceTables(build);
  tablesOf.set(build, tables);
  const words = (table: LedgerTable, count: number) =>
    new Uint32Array(core.memory.buffer, core.ledger(table), count);
  words(LedgerTable.PRICE_INDEX, SEG_COUNT).set(tables.index);
  words(LedgerTable.PRICE_POOL, POOL_WORDS).set(tables.pool);
  const inlined = new Uint8Array(
    core.memory.buffer,
    core.ledger(LedgerTable.INLINED),
    FN_COUNT * FN_COUNT,
  );
  inlined.fill(0);
  for (const [pair, how] of tables.inlined) inlined[pair] = how;
}

function priceTables(build: Build): PriceTables {
  const index = new Uint32Array(SEG_COUNT);
  const pool: number[] = [];
  const known = new Map<string, number>();
  const add = (words: number[]): number => {
    const key = words.join();
    const at = known.get(key);
    if (at !== undefined) return at;
    const used = pool.length;
    known.set(key, used);
    if (used + words.length > POOL_WORDS)
      throw new BuildError("the build's price tables are too long");
    pool.push(...words);
    return used;
  };
  // A segment without a price costs nothing and is reported as such: the first price is 0.
  add([Price.FLAT, 0]);
  const owners = new Map<Seg, number[]>();
  for (const [key, entry] of Object.entries(build.prices)) {
    const [segment = "", charged] = key.split("@");
    const seg = Seg[segment as keyof typeof Seg];
    const owner = Fn[(charged ?? functionOf(segment)) as keyof typeof Fn];
    // A build may be older than the code: what no code retires any more has no use for a price.
    if (seg === undefined || owner === undefined) continue;
    const pairs = owners.get(seg) ?? [];
    const pair = [owner, add(encodePrice(entry.price))];
    // The function's own price comes first: it stands for places that have none.
    owners.set(seg, charged === undefined ? [...pair, ...pairs] : [...pairs, ...pair]);
  }
  for (const [seg, pairs] of owners) index[seg] = add([pairs.length / 2, ...pairs]);
  const inlined = new Map<number, Inlined>();
  const inline = (pairs: readonly string[], how: Inlined) => {
    for (const pair of pairs) {
      const [callee = "", caller = ""] = pair.split("@");
      const [inner, outer] = [Fn[callee as keyof typeof Fn], Fn[caller as keyof typeof Fn]];
      if (inner !== undefined && outer !== undefined) inlined.set(inner * FN_COUNT + outer, how);
    }
  };
  inline(build.inlinedQuick ?? [], Inlined.QUICK);
  inline(build.inlined, Inlined.WHOLE);
  return { index, pool: Uint32Array.from(pool), inlined };
}

function encodePrice(price: PriceValue): number[] {
  if (typeof price === "number") return [Price.FLAT, price];
  if ("table" in price) return [Price.TABLE, price.table.length, ...price.table];
  return [Price.LOOP, price.fixed, price.round, price.unroll, price.rest];
}

/** Clock stretches that are recorded, in Ir. */
export interface RecordedStretches {
  start: number;
  compile: number;
  exitBeforeCollect: number;
  exitBeforeFini: number;
  exitEnd: number;
}

/** Writes parameters and the entry image of one run. */
export function writeEntry(
  core: CoreExports,
  build: Build,
  entry: ProgramEntry,
  program: Program,
  recorded: RecordedStretches,
  limitPages: number,
): void {
  const config = new BigUint64Array(core.memory.buffer, core.config(), Cfg.COUNT);
  const set = (key: Cfg, value: number | boolean) => {
    config[key] = BigInt(Number(value));
  };
  const { layout, libc } = build;
  set(Cfg.TRACE_REFS, layout.traceRefs);
  set(Cfg.INT_BYTES, layout.intBytes);
  set(Cfg.INT_SLOTS, layout.intSlots);
  set(Cfg.BLOCK_BYTES, layout.blockBytes);
  set(Cfg.REFCNT_OFFSET, layout.refcntOffset);
  set(Cfg.HEAD_BYTES, layout.refcntOffset + HEAD_BYTES);
  set(Cfg.BLOCK_HEAD, BLOCK_HEAD);
  set(Cfg.DEBUG_BYTES, layout.debugBytes);
  set(Cfg.BUFFERS_IN_POOLS, layout.buffersInPools);
  set(Cfg.POOLS_BYPASSED, entry.poolsBypassed);
  set(Cfg.POOL_ALIGNMENT, layout.poolAlignment);
  set(Cfg.TOP_PAD, libc.topPad);
  set(Cfg.TRIM_THRESHOLD, libc.trimThreshold);
  set(Cfg.MMAP_THRESHOLD, libc.mmapThreshold);
  set(Cfg.TCACHE_COUNT, libc.tcacheCount);
  set(Cfg.GLIBC_MINOR, Number(libc.version.split(".")[1]));
  set(Cfg.DYNAMIC_THRESHOLDS, libc.dynamicThresholds ?? true);
  set(Cfg.HEAP_START, entry.heapStart);
  set(Cfg.BRK_END, entry.heapStart + entry.brkEnd);
  set(Cfg.BRK_LIMIT, entry.brkLimit);
  set(Cfg.MAIN_ARENA, entry.libcBase + libc.mainArena);
  // A process that has not called malloc yet has no top.
  set(Cfg.TOP_CHUNK, entry.top === 0 ? 0 : entry.heapStart + entry.top);
  set(Cfg.LAST_REMAINDER, entry.lastRemainder === 0 ? 0 : entry.heapStart + entry.lastRemainder);
  set(Cfg.HAVE_FASTCHUNKS, entry.haveFastchunks);
  set(Cfg.INT_TYPE, entry.imageBase + (build.types.int ?? 0));
  set(Cfg.LIST_TYPE, entry.imageBase + (build.types.list ?? 0));
  set(Cfg.CONSTANT_ADDR, entry.constant?.addr ?? 0);
  set(Cfg.CONSTANT_REFERENCES, entry.constant?.references ?? 0);
  set(Cfg.ARENA_TABLE, entry.arenaTable === 0 ? 0 : entry.heapStart + entry.arenaTable);
  writeObjects(set, entry);
  set(Cfg.COLLECTOR, 0);
  set(Cfg.INT_ASCENDING, 0);
  set(Cfg.GC_ORACLE, 0);
  for (const [key, value] of Object.entries(build.manager?.cfg ?? {})) set(Number(key), value);
  const interned = entry.interned ?? build.startDicts?.interned;
  set(Cfg.INTERNED_MASK, interned?.mask ?? 0);
  set(
    Cfg.INTERNED_TABLE,
    entry.interned === undefined ? 0 : mappedTable(entry, entry.interned.mask),
  );
  set(Cfg.SYS_DICT_MASK, build.startDicts?.sys.mask ?? 0);
  const { singletons } = build;
  set(Cfg.NONE_OBJECT, entry.imageBase + singletons.None);
  set(Cfg.TRUE_OBJECT, entry.imageBase + singletons.True);
  set(Cfg.FALSE_OBJECT, entry.imageBase + singletons.False);
  set(Cfg.NOT_IMPLEMENTED_OBJECT, entry.imageBase + singletons.NotImplemented);
  set(Cfg.ELLIPSIS_OBJECT, entry.imageBase + singletons.Ellipsis);
  set(Cfg.KEEPS_LAST_TASK, build.name.startsWith("2.7.12"));
  const library = libraryInstructions(build.name);
  set(Cfg.RECORDED_MULTIPROCESSING, library.IMPORT);
  set(Cfg.RECORDED_SHAREDCTYPES, library.SHAREDCTYPES);
  set(Cfg.LIMIT_PAGES, limitPages);
  set(Cfg.C_BENCHMARK, program.language === "c");
  set(Cfg.C_LENGTH, program.language === "c" ? (program.n ?? 0) : 0);
  set(Cfg.TICKER, entry.ticker);
  set(Cfg.SERIALNO, entry.serialno);
  set(Cfg.RECORDED_START, recorded.start);
  set(Cfg.RECORDED_COMPILE, recorded.compile);
  set(Cfg.RECORDED_EXIT_BEFORE_COLLECT, recorded.exitBeforeCollect);
  set(Cfg.RECORDED_EXIT_BEFORE_FINI, recorded.exitBeforeFini);
  set(Cfg.RECORDED_EXIT_END, recorded.exitEnd);
  const image = programBytes(program);
  if (image.length > core.program_bytes()) {
    throw new BuildError(
      `the compiled program has ${image.length} bytes; the machine takes ${core.program_bytes()}`,
    );
  }
  new Uint8Array(core.memory.buffer, core.program(), image.length).set(image);
  const words = entryWords(build, entry);
  if (words.length > core.input_words()) {
    throw new BuildError(
      `the entry state has ${words.length} words; the machine takes ${core.input_words()}`,
    );
  }
  new BigInt64Array(core.memory.buffer, core.input(), words.length).set(words);
}

/** Facts about the objects of the start-up that are single words. */
function writeObjects(set: (key: Cfg, value: number) => void, entry: EntryState): void {
  set(Cfg.GC_GENERATIONS, entry.staticData);
  set(Cfg.GC_LONG_LIVED_TOTAL, entry.gc.longLivedTotal);
  set(Cfg.GC_LONG_LIVED_PENDING, entry.gc.longLivedPending);
  set(Cfg.CFUNCTION_FREE, entry.cfunctionFree);
  set(Cfg.METHOD_FREE, entry.methodFree);
  set(Cfg.MAIN_DICT, entry.mainDict.object);
  set(Cfg.MAIN_DICT_TABLE, entry.mainDict.table);
  set(Cfg.MAIN_DICT_MASK, entry.mainDict.mask);
  set(Cfg.BUILTIN_DICT, entry.builtinDict.object);
  set(Cfg.BUILTIN_DICT_TABLE, entry.builtinDict.table);
  set(Cfg.BUILTIN_DICT_MASK, entry.builtinDict.mask);
  set(Cfg.BUILTIN_DICT_FILL, entry.builtinDict.fill);
  set(Cfg.BUILTIN_DICT_USED, entry.builtinDict.used);
  set(Cfg.BUILTIN_DICT_REFCNT, entry.builtinDict.refcount);
  set(Cfg.TICKER, entry.ticker);
  set(Cfg.CHECK_INTERVAL, entry.checkInterval);
}

function entryWords(build: Build, entry: ProgramEntry): BigInt64Array {
  const { layout } = build;
  const words: bigint[] = [];
  const section = (kind: Section, rows: readonly (readonly (number | bigint)[])[]) => {
    words.push(BigInt(kind), BigInt(rows.length));
    for (const row of rows) for (const value of row) words.push(BigInt(value));
  };
  const single = (kind: Section, values: readonly number[]) =>
    section(
      kind,
      values.map((v) => [v]),
    );
  const heap = (offset: number) => entry.heapStart + offset;
  section(Section.VMA, entry.vmas);
  section(Section.PAGES, entry.pages);
  section(
    Section.CHUNKS,
    entry.chunks.map(([at, ...rest]) => [heap(at), ...rest]),
  );
  section(
    Section.TCACHE,
    entry.tcache.map(([bin, at]) => [bin, heap(at)]),
  );
  single(Section.FASTBIN, entry.fastbins.map(heap));
  section(
    Section.BIN,
    entry.bins.map(([bin, at]) => [bin, heap(at)]),
  );
  single(Section.BINMAP, entry.binmap);
  single(Section.INT_BLOCK, entry.intBlocks.map(heap));
  single(Section.BLOCK_LIST, entry.blockList);
  single(Section.SMALL_REFCOUNT, entry.smallRefcounts);
  section(
    Section.INT_LIVE,
    entry.intLive.map(([b, s, value, refs]) => [b, s, BigInt(value), refs]),
  );
  section(Section.INT_FREE, entry.intFree);
  single(Section.LIST_FREE, entry.listFree);
  const pools = poolRows(entry, layout.poolAlignment);
  section(Section.ARENA, pools.arenas);
  section(Section.USABLE_ARENA, pools.usable);
  section(Section.POOL_PAGE, pools.pages);
  section(Section.POOL, pools.pools);
  section(Section.POOL_FREE, pools.free);
  const objects = objectRows(entry, build.manager?.floatBytes ?? layout.intBytes);
  section(Section.GC_GENERATION, objects.generations);
  section(Section.DICT_FREE, objects.dictFree);
  section(Section.TUPLE_FREE, objects.tupleFree);
  section(Section.FLOAT_BLOCK, objects.floatBlocks);
  section(Section.FLOAT_FREE, objects.floatFree);
  section(Section.FLOAT_LIVE, objects.floatLive);
  section(Section.MAIN_DICT_ENTRY, entry.mainNames);
  section(Section.TYPE, typeRows(build, entry));
  section(Section.INTERNED, startDictRows(entry.interned ?? build.startDicts?.interned));
  section(Section.SYS_DICT, startDictRows(build.startDicts?.sys));
  section(Section.TYPE_DICT, typeDictRows(build));
  single(
    Section.UNBOUND,
    (build.startDicts?.unbound ?? []).map((name) => Plt[name as keyof typeof Plt]),
  );
  single(Section.CHARACTER, build.startDicts?.characters ?? []);
  section(Section.CONTAINER, containerRows(entry));
  section(Section.BORN, bornRows(entry));
  section(Section.IMPORT_CALL, importCallRows(entry));
  words.push(BigInt(Section.END), 0n);
  return BigInt64Array.from(words, (word) => BigInt.asIntN(64, word));
}

const PAGE = 4096;
/** Bytes of a slot of a dictionary, of malloc's header, and of what a debug build puts around a block. */
const [SLOT_BYTES, HEADER_BYTES, GUARDED_BYTES] = [24, 16, 32];
const ARENA_BYTES = 256 * 1024;

/**
 * Where malloc mapped a table of `mask` + 1 slots, which the heap would not hold: in the gap of its size that
 * the arenas of small objects leave between them. 0 where there is none.
 */
function mappedTable({ arenas }: ProgramEntry, mask: number): number {
  const bytes = (mask + 1) * SLOT_BYTES + HEADER_BYTES + GUARDED_BYTES;
  const wanted = Math.ceil(bytes / PAGE) * PAGE;
  const bases = arenas.map(({ base }) => base).sort((a, b) => a - b);
  const before = bases.find((base, i) => (bases[i + 1] ?? 0) - base - ARENA_BYTES === wanted);
  return before === undefined ? 0 : before + ARENA_BYTES + HEADER_BYTES;
}

/** Slot, hash, whether something is there. */
function startDictRows(dict: StartDict | undefined): [number, bigint, number][] {
  return (dict?.entries ?? []).map(([slot, hash]) => [
    slot,
    BigInt(`0x${hash ?? "0"}`),
    hash === null ? 0 : 1,
  ]);
}

/** Characters of a slot and of a hash in a row of `startDicts.types`. */
const [SLOT_DIGITS, ENTRY_DIGITS] = [2, 6];

function typeDictRows(build: Build): [number, number, number, number][] {
  return Object.entries(build.startDicts?.types ?? {}).flatMap(([name, [mask, entries]]) => {
    const type = Ty[name as keyof typeof Ty] ?? Ty[`${name}_` as keyof typeof Ty];
    const rows: [number, number, number, number][] = [];
    for (let at = 0; type !== undefined && at < entries.length; at += ENTRY_DIGITS) {
      const slot = Number.parseInt(entries.slice(at, at + SLOT_DIGITS), 16);
      const hash = Number.parseInt(entries.slice(at + SLOT_DIGITS, at + ENTRY_DIGITS), 16);
      rows.push([type, mask, slot, hash]);
    }
    return rows;
  });
}

/** Where each type object lies; one that the build does not know gets a place at the image's end. */
function typeRows(build: Build, entry: EntryState): [number, number][] {
  const inImage = ([start]: EntryState["vmas"][number]) =>
    start >= entry.imageBase && start < entry.heapStart;
  const end = Math.max(...entry.vmas.filter(inImage).map(([, last]) => last));
  const names = Object.keys(Ty).filter((name) => Number.isNaN(Number(name)));
  return names
    .filter((name) => name !== "NONE" && name !== "COUNT")
    .map((name) => {
      const offset = build.types[name.replace(/_$/, "")];
      const number = Ty[name as keyof typeof Ty];
      const unknown = end - (Ty.COUNT - number) * TYPE_BYTES;
      return [number, offset === undefined ? unknown : entry.imageBase + offset];
    });
}
