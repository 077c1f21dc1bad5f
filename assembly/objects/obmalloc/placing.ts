/**
 * Placing: while the machine is set up, objects of the start-up are made. Their memory is in use in
 * the recorded entry state already, so they are put into blocks that were recorded as in use instead
 * of being allocated.
 */
const placing_at: usize = memory.data(8, 8);
const LATE: u32 = 2;

export function set_placing(on: bool): void {
  store<u32>(placing_at, on ? 1 : 0);
}

/** An object of the start-up turns up while the program runs: chunks that the program has by now are no place for it. */
export function set_placing_late(on: bool): void {
  store<u32>(placing_at, on ? LATE : 0);
}

export function placing_late(): bool {
  return load<u32>(placing_at) === LATE;
}

/** Whether memory is named instead of allocated. */
export function placing(): bool {
  return load<u32>(placing_at) !== 0;
}
