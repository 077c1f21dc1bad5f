/** How the window is arranged, kept in this browser: open panes, the instrument, the columns' widths. */
import { effect, signal } from "@preact/signals";
import { INSTRUMENTS, instrument, PANES, panes, wide } from "./cells.ts";

const KEY = "rangescope-arrangement-1";
const KEEP_PAUSE_MS = 400;

/** Widths of the columns in CSS pixels, and the inspector's share of the right one; null: the style sheet's. */
export const leftWidth = signal<number | null>(null);
export const rightWidth = signal<number | null>(null);
export const inspectorHeight = signal<number | null>(null);

/** Puts back what was kept. A link says itself what is open: then only the sizes are taken. */
export function restoreArrangement(sizesOnly: boolean): void {
  let kept: Record<string, unknown>;
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Record<string, unknown>;
  } catch {
    return;
  }
  const size = (value: unknown) => (typeof value === "number" && value > 0 ? value : null);
  leftWidth.value = size(kept.left);
  rightWidth.value = size(kept.right);
  inspectorHeight.value = size(kept.inspector);
  if (sizesOnly) return;
  const open = kept.panes;
  if (Array.isArray(open)) panes.value = PANES.filter((pane) => open.includes(pane));
  instrument.value = INSTRUMENTS.find((one) => one === kept.instrument) ?? instrument.value;
  wide.value = kept.wide === true;
}

/** Keeps every change from now on. */
export function keepArrangement(): void {
  let timer = 0;
  effect(() => {
    const text = JSON.stringify({
      left: leftWidth.value,
      right: rightWidth.value,
      inspector: inspectorHeight.value,
      panes: panes.value,
      instrument: instrument.value,
      wide: wide.value,
    });
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      try {
        localStorage.setItem(KEY, text);
      } catch {
        // A browser that keeps nothing (private windows, sandboxed frames) starts afresh next time.
      }
    }, KEEP_PAUSE_MS);
  });
}
