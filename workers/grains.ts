/** Which events each grain of stepping stops at, as bits over `Ev`. */
import { Ev } from "../assembly/abi/events.ts";
import type { Grain } from "./protocol.ts";

function bits(...kinds: Ev[]): number {
  return kinds.reduce((mask, kind) => mask | (1 << kind), 0);
}

/** What happens to memory: everything but the flow of control. */
export const PLAY_KINDS = ~bits(Ev.NONE, Ev.CALL, Ev.RETURN, Ev.OPCODE);

/** What a sentence can tell about: memory and bytecodes. */
export const TOLD_KINDS = ~bits(Ev.NONE, Ev.CALL, Ev.RETURN);

/** The events at which a step of each grain ends. */
export const GRAIN_KINDS: Record<Grain, number> = {
  bytecode: bits(Ev.OPCODE, Ev.PHASE),
  call: bits(Ev.CALL, Ev.OPCODE, Ev.PHASE),
  allocator: bits(
    ...[Ev.MALLOC, Ev.FREE, Ev.BRK, Ev.MMAP, Ev.MUNMAP, Ev.INT_BLOCK, Ev.BLOCK_FREE],
    ...[Ev.MARK, Ev.SWEEP],
  ),
  phase: bits(
    ...[Ev.PHASE, Ev.LIST_NEW, Ev.LIST_DEALLOC, Ev.CLEAR_BEGIN, Ev.CLEAR_END],
    ...[Ev.FORK, Ev.WAIT, Ev.SLEEP, Ev.COLLECT],
  ),
};

/** Events that playback could show; calls and returns are not among them. */
export function playedEvents(counts: Float64Array): number {
  return counts.reduce((sum, count, kind) => sum + ((PLAY_KINDS >>> kind) & 1 ? count : 0), 0);
}
