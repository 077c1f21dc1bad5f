/** The instant at the boundary, or at the event of a kind, before or after another one: asked from the session. */
import type { Ev } from "../../assembly/abi/events.ts";
import type { EventRecord, Instant, RunSummary } from "../../workers/protocol.ts";
import { trail } from "./cells.ts";
import { ask } from "./engine.ts";
import { boundaryBeside, HALT_KINDS } from "./moments.ts";
import { decodeRecords } from "./trail.ts";

/** Records looked through for a boundary: those of more than 30 int blocks. */
const WINDOW = 4096;

/** The instant at the boundary before or after `now`. */
export async function boundaryFrom(
  now: Instant,
  run: RunSummary,
  direction: 1 | -1,
): Promise<Instant | null> {
  const ahead = direction > 0;
  const records = await ask((api) => api.events(now.ir + 1, ahead ? WINDOW : -WINDOW, HALT_KINDS));
  if (records === null) return null;
  // The events before the instant tell what kind of stretch it stands in.
  const past = ahead ? trail.value.map(({ event }) => event) : [];
  const events = [...past, ...decodeRecords(records)];
  for (let at = now.ir; ; ) {
    const target = boundaryBeside(run, at, events, direction);
    const landed = await ask((api) => api.seek(target));
    // A mark within a step is reached by the step before it: that would be no move.
    const isMove = landed !== null && (ahead ? landed.ir > now.ir : landed.ir < now.ir);
    if (landed === null || isMove || target === at) return landed;
    at = target;
  }
}

/** The nearest event of a kind; null for none. */
export async function eventBeside(
  ir: number,
  kind: Ev,
  direction: 1 | -1,
): Promise<EventRecord | null> {
  const bit = 1 << kind;
  const records = await ask((api) =>
    direction > 0 ? api.events(ir + 1, 1, bit) : api.events(ir, -1, bit),
  );
  return records === null ? null : (decodeRecords(records).at(-1) ?? null);
}
