/** Commands of the map for the rest of the window, which does not know the map. */
import { currentAddress, selection } from "../../state/cells.ts";
import type { MapController } from "./controller.ts";
import { BLOCK_SCALE, zoomMiddle } from "./gestures.ts";

/** Pixels per page at which a word shows its name and its value. */
const WORD_SCALE = 2000;

let map: MapController | null = null;

export function commandMap(made: MapController): void {
  map = made;
}

/** Shows the whole map. */
export function fitMap(): void {
  map?.fit();
}

/** Zooms around the middle. */
export function zoomMap(factor: number): void {
  if (map !== null) zoomMiddle(map, factor);
}

/** Goes to an address, and near enough to read it. */
export function showAddress(addr: number): void {
  map?.zoomTo(addr, BLOCK_SCALE, false);
}

/** Goes to the selected word, or to the current event's, near enough to read its name. */
export function showCurrent(): void {
  const addr = selection.value ?? currentAddress.value;
  if (addr !== null) map?.zoomTo(addr, WORD_SCALE, false);
}
