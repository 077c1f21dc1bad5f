/** Keys of the whole window. The focused map, fields and open layers take theirs first. */
import {
  follow,
  grain,
  GRAINS,
  layer,
  legendOpen,
  mapProblem,
  playing,
  summary,
  tableOpen,
} from "../state/cells.ts";
import { runDraft } from "../state/draft.ts";
import { pause, play, runToBoundary, seek, step } from "../state/engine.ts";
import { fitMap, showCurrent } from "./memory-map/commands.ts";

/** What the help lists; the switch below is what they do. */
export const KEYS: readonly (readonly [string, string])[] = [
  ["→  ←", "one step forward, back, at the chosen grain"],
  ["Shift → ←", "one step at the next coarser grain"],
  ["Alt → ←", "one step at the next finer grain"],
  ["Space", "run to the next boundary; stop playing"],
  ["Shift Space", "back to the boundary before"],
  ["P", "play on, pause"],
  ["Home  End", "to the start of the program, to the end"],
  ["[  ]", "finer, coarser grain"],
  ["Ctrl Enter", "run the program's text; Esc leaves the text"],
  ["0  Z  F", "whole map; zoom to the current word; follow the current event"],
  ["L  T", "legend; the map as a table"],
  ["?  Esc", "this help; close what is open"],
  ["on the map", "arrows move, + − zoom, Enter selects the middle, double click zooms to a block"],
];

export function listenToKeys(): void {
  window.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void runDraft();
      return;
    }
    if (event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    if (onKey(event)) event.preventDefault();
  });
}

/** Fields and lists use letters and arrows themselves; Space presses the focused button. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}

function isButton(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("button, summary, a, [role=tab]") !== null;
}

/** The grain `by` places coarser (positive) or finer than the chosen one, within the list. */
export function grainBeside(by: number): (typeof GRAINS)[number] {
  const at = Math.max(0, Math.min(GRAINS.length - 1, GRAINS.indexOf(grain.value) + by));
  return GRAINS[at] ?? grain.value;
}

/** True when the key meant something. */
function onKey(event: KeyboardEvent): boolean {
  const { key, shiftKey, altKey } = event;
  if (key === "ArrowRight" || key === "ArrowLeft") {
    const by = shiftKey ? 1 : altKey ? -1 : 0;
    void step(grainBeside(by), key === "ArrowRight" ? 1 : -1);
    return true;
  }
  if (altKey) return false;
  switch (key) {
    case " ":
      if (isButton(event.target)) return false;
      void (playing.value ? pause() : runToBoundary(shiftKey ? -1 : 1));
      return true;
    case "Home":
      void seek(summary.value?.stretches.find(({ name }) => name === "run")?.from ?? 0);
      return true;
    case "End":
      void seek(summary.value?.total ?? 0);
      return true;
    case "Escape":
      layer.value = null;
      return true;
    default:
      return onLetter(key);
  }
}

function onLetter(key: string): boolean {
  switch (key.toLowerCase()) {
    case "p":
      void (playing.value ? pause() : play());
      return true;
    case "[":
      grain.value = grainBeside(-1);
      return true;
    case "]":
      grain.value = grainBeside(1);
      return true;
    case "0":
      fitMap();
      return true;
    case "z":
      showCurrent();
      return true;
    case "f":
      follow.value = !follow.value;
      return true;
    case "l":
      legendOpen.value = !legendOpen.value;
      return true;
    case "t":
      if (mapProblem.value === null) tableOpen.value = !tableOpen.value;
      return true;
    case "?":
      layer.value = layer.value === "help" ? null : "help";
      return true;
    default:
      return false;
  }
}
