/**
 * The wasm module, typed: the raw exports of assembly/index.ts. Only session.ts uses it.
 */

/** Exports of the machine (assembly/index.ts); numbers are wasm f64/i32, addresses linear memory. */
export interface CoreExports {
  readonly memory: WebAssembly.Memory;
  start(): void;
  config(): number;
  input(): number;
  input_words(): number;
  program(): number;
  program_bytes(): number;
  console_at(stream: number, from: number, count: number): number;
  ledger(table: number): number;
  reset(): void;
  run(
    target: number,
    recordFrom: number,
    kinds: number,
    limit: number,
    sampleStep: number,
    strides: number,
  ): void;
  memory_front_bytes(): number;
  memory_used(): number;
  memory_sum(at: number, bytes: number): bigint;
  pause_from(from: number, until: number): void;
  restored(): void;
  resume(target: number, recordFrom: number, kinds: number, limit: number): void;
  watch(low: number, high: number, from: number, single: number): void;
  watched(): number;
  self(): number;
  is_common(): number;
  facts(bytes: number): number;
  published(): number;
  published_at(index: number): number;
  waits_for(index: number): bigint;
  next_process(): number;
  log_rows(which: number): number;
  log_at(which: number, row: number): number;
  log_together(which: number, row: number): number;
  stop(): number;
  fault(): number;
  fault_detail(): bigint;
  stats(): number;
  collector(): number;
  containers(): number;
  forced(count: number): number;
  garbage(): number;
  pauses(): number;
  hash(): bigint;
  hash_for_twin(list: number): bigint;
  counts(): number;
  records(): number;
  record_count(): number;
  requests(): number;
  request_slots(): number;
  tally(on: number): void;
  tallied(): number;
  tally_slots(): number;
  call_tree(on: number): void;
  call_tree_at(): number;
  call_tree_nodes(): number;
  call_tree_lost(): bigint;
  heap_log(on: number): void;
  heap_records(): number;
  heap_piece(index: number): number;
  samples(): number;
  sample_count(): number;
  view_pages(addr: number, pages: number): number;
  view_sums(addr: number, pages: number): number;
  view_words(addr: number, words: number): number;
  view_values(addr: number, words: number): number;
  view_vmas(): number;
  vmas(): number;
}

/** The first part of the machine came to where only the whole one goes on (docs/adr/0030). */
export class PartMissing extends Error {
  override name = "PartMissing";
}

/** What a first part calls there, and a machine with probes everywhere (scripts/wasm/reached.ts). */
export type Missing = (stretch: number) => void;

function partMissing(): never {
  throw new PartMissing("this is not in the first part of the machine");
}

export function compile(wasm: BufferSource): Promise<WebAssembly.Module> {
  return WebAssembly.compile(wasm);
}

/** A machine of its own. Throws when WebAssembly is missing or the module does not fit it. */
export async function instantiate(
  wasm: BufferSource | WebAssembly.Module,
  missing: Missing = partMissing,
): Promise<CoreExports> {
  const module = wasm instanceof WebAssembly.Module ? wasm : await compile(wasm);
  const instance = await WebAssembly.instantiate(module, { part: { missing } });
  const core = instance.exports as unknown as CoreExports;
  core.start();
  return core;
}
