/**
 * Gauges and their history. A layer that changes a gauge announces the new value here; while a run is
 * sampled, rows of all gauges are taken at the first loop turn after each multiple of the sampling
 * step. Strides end at a sample, and that changes no answer.
 */
import { Gauge, SAMPLES_MAX } from "../abi/samples";

const count_at: usize = memory.data(8, 8);
const gauges_at: usize = memory.data(8 * 8, 8);
const rows_at: usize = memory.data(8 * 8 * 4096, 8);

export function samples_reset(): void {
  store<u32>(count_at, 0);
  memory.fill(gauges_at, 0, 64);
}

/** The gauge has a new value. */
export function set_gauge(gauge: Gauge, value: u64): void {
  store<f64>(gauges_at + ((<usize>gauge) << 3), <f64>value);
}

export function samples_count(): u32 {
  return load<u32>(count_at);
}

export function samples_address(): usize {
  return rows_at;
}

/** Takes a row at clock `ir`; false once there is no room for another one. */
export function take_sample(ir: u64): bool {
  const count = samples_count();
  if (count >= <u32>SAMPLES_MAX) return false;
  set_gauge(Gauge.IR, ir);
  memory.copy(rows_at + <usize>count * Gauge.COUNT * 8, gauges_at, Gauge.COUNT * 8);
  store<u32>(count_at, count + 1);
  return true;
}
