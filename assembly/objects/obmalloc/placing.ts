/**
 * Placing: while the machine is set up, objects of the start-up are made. Their memory is in use in
 * the recorded entry state already, so they are put into blocks that were recorded as in use instead
 * of being allocated.
 */
const placing_at: usize = memory.data(8, 8);

export function set_placing(on: bool): void {
  store<u32>(placing_at, on ? 1 : 0);
}

/** Whether memory is named instead of allocated. */
export function placing(): bool {
  return load<u32>(placing_at) !== 0;
}
