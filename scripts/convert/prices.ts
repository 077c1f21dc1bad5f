/**
 * Prices of segments, derived from the recorded truth: instruction clusters of the hot CPython
 * functions (segments.json), the additive pieces of glibc's malloc (malloc-paths.json), memset's table
 * (memset.json) and the opcode split of the module's own run (phases.json).
 *
 * Where a build has no recording of its own (2.7.12: no opcode split), the other pydebug build's
 * figure stands in and the price is marked estimated.
 */
import type { Basis, PriceEntry, PriceValue } from "../../src/tables/build.ts";
import { hotPrices } from "./hot-prices.ts";
import { bytesPrices, mallocPrices, memsetPrices } from "./malloc-prices.ts";
import type { BytesTables, ExactFunction, MallocPaths, MemsetTable, Phases } from "./truth.ts";

export interface PriceSources {
  exact: Record<string, ExactFunction>;
  /** Ints per block. */
  slots: number;
  /** Ir that a block costs PyInt_ClearFreeList in `x = range(n)`: kept at the first call, then freed. */
  keptThenDead: number;
  phases: Phases;
  /** Whether `phases` was recorded on this very build. */
  phasesOwn: boolean;
  malloc: MallocPaths;
  memset: MemsetTable;
  bytes: BytesTables;
  traceRefs: boolean;
  /** Ir of the recorded exit's frees that a heap which is no longer contiguous saves. */
  exitContiguous: number;
}

type Prices = Record<string, PriceEntry>;

/** The delta of one column of a hot function, as fitted on the recorded runs. */
function delta(sources: PriceSources, row: string, column: string): number {
  const found = sources.exact[row];
  if (found === undefined) throw new Error(`no exact row ${row}`);
  return found.delta_vs_range0[column] ?? 0;
}

/** Self Ir of a row in the run phase of `range(0)`. */
export function runSelf(phases: Phases, row: string): number {
  const range0 = phases.programs["range(0)"];
  const pass = phases.programs.pass;
  const rows = { ...pass?.functions?.run, ...range0?.functions_differing_from_pass?.run };
  const found = rows[row];
  if (found === undefined) throw new Error(`no row ${row} in the run phase of range(0)`);
  return found[0];
}

/** All prices of one build. */
export function convertPrices(sources: PriceSources): Prices {
  const prices: Prices = {};
  const set = (segment: string, price: PriceValue, basis: Basis = "measured") => {
    if (prices[segment] !== undefined) throw new Error(`${segment} is priced twice`);
    prices[segment] = { price, basis };
  };
  interpreterPrices(sources, set);
  objectPrices(sources, set);
  mallocPrices(sources, set);
  memsetPrices(sources, set);
  bytesPrices(sources, set);
  return prices;
}

/** Prices a segment, or one caller's copy of it; a second price is an error. */
export type SetPrice = (segment: string, price: PriceValue, basis?: Basis) => void;

/** Opcode name in the recorded split -> segment. */
const OPCODES: Record<string, string> = {
  LOAD_NAME: "PyEval_EvalFrameEx__LOAD_NAME",
  CALL_FUNCTION: "PyEval_EvalFrameEx__CALL_FUNCTION",
  POP_TOP: "PyEval_EvalFrameEx__POP_TOP",
  RETURN_VALUE: "PyEval_EvalFrameEx__RETURN_VALUE",
};

/** C functions that are modelled themselves: what they cost is not part of an opcode's bundle. */
const MODELLED = new Set([
  "builtin_range",
  "get_len_of_range",
  "PyList_New",
  "list_dealloc",
  "PyInt_FromLong",
  "call_function",
  "PyCFunction_Call",
]);

/** pydebug: calls per statement of helpers that are modelled where the list is concerned. */
const DEBUG_SHARED: Record<string, { CALL_FUNCTION: number; POP_TOP: number }> = {
  _Py_NewReference: { CALL_FUNCTION: 1, POP_TOP: 0 },
  _Py_AddToAllObjects: { CALL_FUNCTION: 1, POP_TOP: 0 },
  _Py_Dealloc: { CALL_FUNCTION: 0, POP_TOP: 1 },
  _Py_ForgetReference: { CALL_FUNCTION: 0, POP_TOP: 1 },
};

export type Bundles = Record<string, Record<string, number>>;

/** Helpers' Ir per execution of an opcode's segment, by C name. */
export function opcodeBundles(phases: Phases): Bundles {
  const range0 = phases.programs["range(0)"];
  if (range0 === undefined) throw new Error("the phases of range(0) were not recorded");
  const { opcodes, around } = range0.opcode_split;
  const bundles: Bundles = {};
  for (const [opcode, split] of Object.entries(opcodes)) {
    const segment = OPCODES[opcode] ?? SPECIAL[opcode];
    if (segment === undefined) continue;
    bundles[segment] = helpers(opcode, split.callees);
  }
  const own = ["PyEval_EvalCode", "PyEval_EvalCodeEx"];
  bundles.PyEval_EvalCode__call = { ...without(around.before, own), ...without(around.after, own) };
  return bundles;
}

const SPECIAL: Record<string, string> = {
  entry: "PyEval_EvalFrameEx__entry",
  exit: "PyEval_EvalFrameEx__exit",
  LOAD_CONST: "PyEval_EvalFrameEx__LOAD_CONST",
};

function helpers(opcode: string, callees: Record<string, number>): Record<string, number> {
  const result: Record<string, number> = {};
  for (const [name, ir] of Object.entries(callees)) {
    if (MODELLED.has(name)) continue;
    const shared = DEBUG_SHARED[name];
    const owned = shared === undefined ? 0 : (shared[opcode as "POP_TOP"] ?? 0);
    // One call of the helper costs the same each time; the list's own call is modelled.
    const calls = shared === undefined ? 1 : sharedCalls(name, opcode);
    const left = ir - (ir / calls) * owned;
    if (left > 0) result[name] = left;
  }
  return result;
}

/** How often a shared helper runs during an opcode of `range(0)`: for the tuple, and for the list. */
function sharedCalls(name: string, opcode: string): number {
  if (
    opcode === "CALL_FUNCTION" &&
    name.startsWith("_Py_") &&
    DEBUG_SHARED[name]?.CALL_FUNCTION === 1
  ) {
    return 2;
  }
  return 1;
}

function without(costs: Record<string, number>, names: string[]): Record<string, number> {
  return Object.fromEntries(Object.entries(costs).filter(([name]) => !names.includes(name)));
}

function sum(costs: Record<string, number>): number {
  return Object.values(costs).reduce((total, ir) => total + ir, 0);
}

function interpreterPrices(sources: PriceSources, set: SetPrice): void {
  const { phases } = sources;
  const basis: Basis = sources.phasesOwn ? "measured" : "estimated";
  const range0 = phases.programs["range(0)"];
  const pass = phases.programs.pass;
  if (range0 === undefined || pass === undefined)
    throw new Error("phases of pass and range(0) are needed");
  const bundles = opcodeBundles(phases);
  const self = (opcode: string) => range0.opcode_split.opcodes[opcode]?.self ?? 0;
  const whole = (segment: string, ir: number) =>
    set(segment, ir + sum(bundles[segment] ?? {}), basis);
  for (const [opcode, segment] of Object.entries(OPCODES)) whole(segment, self(opcode));
  whole("PyEval_EvalFrameEx__entry", self("entry"));
  whole("PyEval_EvalFrameEx__exit", self("exit"));
  // LOAD_CONST as the first opcode of a frame leaves through another dispatch.
  const constant = sum(bundles.PyEval_EvalFrameEx__LOAD_CONST ?? {});
  const first = pass.opcode_split.opcodes.LOAD_CONST_None?.self ?? 0;
  set(
    "PyEval_EvalFrameEx__LOAD_CONST",
    { table: [first + constant, self("LOAD_CONST") + constant] },
    basis,
  );
  const { before, after } = range0.opcode_split.around;
  const around = (name: string) => (before[name] ?? 0) + (after[name] ?? 0);
  whole("PyEval_EvalCode__call", around("PyEval_EvalCode"));
  set("PyEval_EvalCodeEx__call", around("PyEval_EvalCodeEx"), basis);
  const call = range0.opcode_split.opcodes.CALL_FUNCTION?.callees ?? {};
  set("PyCFunction_Call__varargs", call.PyCFunction_Call ?? 0, basis);
  if (sources.traceRefs) set("call_function__builtin", call.call_function ?? 0, basis);
  else set("call_function__builtin@PyEval_EvalFrameEx", 0, basis);
  set("Py_Main__recorded_start", 0);
  set("PyRun_FileExFlags__recorded_compile", 0);
  set("Py_Finalize__recorded_before_collect", 0);
  set("Py_Finalize__recorded_before_fini", 0);
  set("Py_Finalize__recorded_end", 0);
  set("Py_Finalize__recorded_contiguous_tests", sources.exitContiguous);
  set("PyInt_Fini__drop_small_ints", 0);
  set("PyInt_ClearFreeList__begin", 0);
}

/** The order in which `range(n)` reaches its steps. */
const PATH = [
  ...["builtin_range__arguments", "builtin_range__not_empty", "builtin_range__item"],
  ...["get_len_of_range__empty", "get_len_of_range__count"],
  ...["PyInt_FromLong__small_int", "PyInt_FromLong__take_head", "PyInt_FromLong__free_list_empty"],
  ...["fill_free_list__get_block", "fill_free_list__link_block", "fill_free_list__link_slot"],
  ...["fill_free_list__end_chain", "list_dealloc__untrack", "list_dealloc__has_items"],
  ...["list_dealloc__item", "list_dealloc__item_lives", "list_dealloc__item_dies"],
  "int_dealloc__to_free_list",
];

/** Steps of the list and its ints: what repeats by how often it ran, the rest as in the run of `range(0)`. */
function objectPrices(sources: PriceSources, set: SetPrice): void {
  const { prices } = hotPrices(sources.exact, sources.slots);
  const found: Record<string, PriceValue> = {
    ...prices,
    builtin_range__arguments: runSelf(sources.phases, "builtin_range|bltinmodule.c"),
    list_dealloc__untrack: runSelf(sources.phases, "list_dealloc|listobject.c"),
    ...lengthPrices(sources),
  };
  const once = [
    ...["builtin_range__arguments", "list_dealloc__untrack"],
    ...["get_len_of_range__empty", "get_len_of_range__count"],
  ];
  const place = (key: string) => PATH.indexOf(key.split("@")[0] ?? "");
  for (const key of Object.keys(found).sort((a, b) => place(a) - place(b))) {
    const own = sources.phasesOwn || !once.includes(key);
    set(key, found[key] ?? 0, own ? "measured" : "estimated");
  }
  if (sources.traceRefs) debugObjectPrices(sources, set);
  commonObjectPrices(sources, set);
}

/** get_len_of_range: built into its caller, its instructions are among the caller's. */
function lengthPrices(sources: PriceSources): Record<string, number> {
  const row = "get_len_of_range|bltinmodule.c";
  if (sources.exact[row] === undefined) {
    return {
      "get_len_of_range__empty@builtin_range": 0,
      "get_len_of_range__count@builtin_range": 0,
    };
  }
  const empty = runSelf(sources.phases, row);
  return {
    get_len_of_range__empty: empty,
    get_len_of_range__count: empty + delta(sources, row, "pos"),
  };
}

function debugObjectPrices(sources: PriceSources, set: SetPrice): void {
  set("_Py_NewReference__count", delta(sources, "_Py_NewReference|object.c", "I"));
  set("_Py_AddToAllObjects__insert", delta(sources, "_Py_AddToAllObjects|object.c", "I"));
  set("_Py_ForgetReference__unlink", delta(sources, "_Py_ForgetReference|object.c", "I"));
  set("_Py_Dealloc__call", delta(sources, "_Py_Dealloc|object.c", "I"));
  debugAllocatorPrices(sources, set);
}

function debugAllocatorPrices(sources: PriceSources, set: SetPrice): void {
  const per = (name: string) => delta(sources, `${name}|obmalloc.c`, "F");
  set("_PyMem_DebugMalloc__call", per("_PyMem_DebugMalloc"));
  set("_PyMem_DebugFree__call", per("_PyMem_DebugFree"));
  set("_PyObject_DebugMallocApi__decorate", per("_PyObject_DebugMallocApi"));
  // The test of who asks branches for objects: 69 Ir a call in the recorded run of pass.
  set("_PyObject_DebugMallocApi__for_object", OBJECT_BRANCH_IR);
  set("_PyObject_DebugFreeApi__check", per("_PyObject_DebugFreeApi"));
  set("_PyObject_DebugCheckAddressApi__guards", per("_PyObject_DebugCheckAddressApi"));
  set("bumpserialno__count", per("bumpserialno"));
  // Two calls a block each.
  set("write_size_t__bytes", per("write_size_t") / 2);
  set("read_size_t__bytes", per("read_size_t") / 2);
  if (sources.exact["_PyMem_Malloc|obmalloc.c"] !== undefined) {
    set("_PyMem_Malloc__redirect", per("_PyMem_Malloc"));
    set("_PyMem_Free__redirect", per("_PyMem_Free"));
  } else {
    set("PyObject_Malloc__redirect", per("PyObject_Malloc"));
    set("PyObject_Free__redirect", per("PyObject_Free"));
    // Pools are used natively only, where no tool counts instructions.
    set("PyObject_Malloc__pool", per("PyObject_Malloc"), "estimated");
    set("PyObject_Free__pool", per("PyObject_Free"), "estimated");
    for (const [segment, ir] of POOL_TURNS) set(segment, ir, "estimated");
  }
}

/** Ir that _PyObject_DebugMallocApi takes more for an object than for a buffer. */
const OBJECT_BRANCH_IR = 1;

/** What the rarer turns of a pool add, estimated from the source. */
const POOL_TURNS: [string, number][] = [
  ["PyObject_Malloc__carve", 8],
  ["PyObject_Malloc__pool_full", 5],
  ["PyObject_Malloc__carve_pool", 14],
  ["PyObject_Malloc__init_pool", 22],
  ["PyObject_Free__pool_was_full", 11],
];

function commonObjectPrices(sources: PriceSources, set: SetPrice): void {
  const basis: Basis = sources.phasesOwn ? "measured" : "estimated";
  const list = "PyList_New|listobject.c";
  set("PyList_New__reuse_object", runSelf(sources.phases, list), basis);
  set("PyList_New__items", delta(sources, list, "pos"));
  const clear = "PyInt_ClearFreeList|intobject.c";
  set("PyInt_ClearFreeList__dead_block", delta(sources, clear, "F"));
  set(
    "PyInt_ClearFreeList__kept_block",
    sources.keptThenDead - delta(sources, clear, "F"),
    "estimated",
  );
}
