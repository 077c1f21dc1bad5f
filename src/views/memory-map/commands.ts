/** Commands of the map for the rest of the window, which does not know the map. */
import { currentAddress, hasFamily, machineOpen, selection } from "../../state/cells.ts";

/** Pixels per page at which a word shows its name and its value. */
const WORD_SCALE = 2000;

/** What the rest of the window asks of the map. */
interface Commanded {
  fit(): void;
  zoom(factor: number): void;
  /** `scale` in pixels per page; without one, near enough to tell objects apart. */
  show(addr: number, scale?: number): void;
}

let map: Commanded | null = null;

/** The map tells that it is there. */
export function commandMap(made: Commanded): void {
  map = made;
}

/** Shows the whole map. */
export function fitMap(): void {
  map?.fit();
}

/** Zooms around the middle. */
export function zoomMap(factor: number): void {
  if (factor > 1 && machineOpen.value) machineOpen.value = false;
  else map?.zoom(factor);
}

/** All processes, or the address space of one. */
export function toggleMachine(): void {
  machineOpen.value = hasFamily.value && !machineOpen.value;
}

/** Goes to an address, and near enough to read it. */
export function showAddress(addr: number): void {
  map?.show(addr);
}

/** Goes to the selected word, or to the current event's, near enough to read its name. */
export function showCurrent(): void {
  const addr = selection.value ?? currentAddress.value;
  if (addr !== null) map?.show(addr, WORD_SCALE);
}
