/** What the parked machine shows of an instant. */
import { Ev } from "../assembly/abi/events.ts";
import { Stat } from "../assembly/abi/layout.ts";
import { Seg } from "../assembly/abi/segments.ts";
import { Phase } from "../assembly/abi/stop.ts";
import { bytesBy } from "./family-output.ts";
import type { Machine } from "./machine.ts";
import type { EventRecord, Instant } from "./protocol.ts";
import type { LoadedRun } from "./run.ts";

/** States with more ints or pages than this are not hashed at every instant: it would take longer than the seek. */
const HASHED_INTS_MAX = 100_000;
const HASHED_PAGES_MAX = 4096;

/** The machine must stand at `at`; `event` is the last one until then. */
export function instantOf(
  machine: Machine,
  run: LoadedRun,
  at: number,
  event: EventRecord | null,
): Instant {
  const stats = machine.stats();
  const { stdoutEnds } = run.measured;
  const phase: Phase = stats[Stat.PHASE] ?? Phase.START;
  // Blocks stay until the free list is cleared, whatever lives in them.
  const ints = (stats[Stat.INT_BLOCKS] ?? 0) * run.build.layout.intSlots;
  const isSmall = ints <= HASHED_INTS_MAX && (stats[Stat.RSS_ANON_PAGES] ?? 0) <= HASHED_PAGES_MAX;
  const segment = at >= run.total ? null : (Seg[stats[Stat.PARKED_SEGMENT] ?? 0] ?? null);
  return {
    ir: at,
    total: run.total,
    phase,
    recorded: segment?.includes("__recorded")
      ? segment.slice(segment.lastIndexOf("__recorded") + 11)
      : null,
    place:
      phase === Phase.RUN
        ? run.placeOf(stats[Stat.CODE_NUMBER] ?? 0, stats[Stat.OPCODE_OFFSET] ?? 0)
        : null,
    stdoutBytes:
      stdoutEnds.length === 0
        ? (stats[Stat.STDOUT_BYTES] ?? 0)
        : bytesBy(stdoutEnds, at + (stats[Stat.TICK_OFFSET] ?? 0)),
    stack: machine.stack(),
    segment: segment === null ? null : run.priceOf(segment),
    event,
    stats,
    vmas: machine.vmas(),
    bytecodes: machine.eventCounts()[Ev.OPCODE] ?? 0,
    hash: isSmall ? machine.hash() : "",
  };
}
