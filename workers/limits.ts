/** What stops a program that does not end by itself. */
import { Stop } from "../assembly/abi/stop.ts";
import { type History, PROCESSES_IN_ALL } from "./processes.ts";

/**
 * Instructions after which a program is stopped unless the request says otherwise: endless loops end, and
 * everything a person waits for fits.
 */
export const LIMIT_IR = 20_000_000_000;

/** What stopped a program before its end, in words. */
export function limitText(history: History, limitIr: number, limitBytes: number): string | null {
  switch (history.limit) {
    case null:
      return null;
    case Stop.TARGET:
      return `${limitIr.toLocaleString("en")} instructions (--limit-ir)`;
    case Stop.MEMORY_LIMIT:
      return `${limitBytes.toLocaleString("en")} bytes of address space (--limit-bytes)`;
    case Stop.BLOCKED:
      return "waiting for what never happens: no process can go on";
    case "processes":
      return `${PROCESSES_IN_ALL} processes in all`;
    default:
      return "what the simulator can keep in its own memory, 512 MiB";
  }
}
