/** The line between two panes: it is dragged, or moved with the arrow keys; double click resets it. */
import type { Signal } from "@preact/signals";
import { useRef } from "preact/hooks";

const KEY_STEP = 16;

interface SplitterProps {
  /** What is resized, for screen readers. */
  label: string;
  /** The size of the pane in CSS pixels; null leaves it to the style sheet. */
  size: Signal<number | null>;
  /** Which side of the line the pane lies on. */
  side: "left" | "right" | "above";
  least: number;
  most(): number;
  /** The pane's size while nobody has chosen one. */
  measure(): number;
}

export function Splitter({ label, size, side, least, most, measure }: SplitterProps) {
  const grip = useRef<{ from: number; size: number } | null>(null);
  const isRow = side === "above";
  const set = (value: number) => {
    size.value = Math.round(Math.max(least, Math.min(most(), value)));
  };
  const along = (event: PointerEvent) => (isRow ? event.clientY : event.clientX);
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> takes no focus; this separator is moved.
    <div
      class={isRow ? "splitter is-row" : "splitter"}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={isRow ? "horizontal" : "vertical"}
      aria-valuenow={Math.round(size.value ?? measure())}
      aria-valuemin={least}
      aria-valuemax={Math.round(most())}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = { from: along(event), size: size.value ?? measure() };
      }}
      onPointerMove={(event) => {
        if (grip.current === null) return;
        const moved = along(event) - grip.current.from;
        set(grip.current.size + (side === "right" ? -moved : moved));
      }}
      onPointerUp={() => {
        grip.current = null;
      }}
      onPointerCancel={() => {
        grip.current = null;
      }}
      onDblClick={() => {
        size.value = null;
      }}
      onKeyDown={(event) => {
        const grow = { left: "ArrowRight", right: "ArrowLeft", above: "ArrowDown" }[side];
        const shrink = { left: "ArrowLeft", right: "ArrowRight", above: "ArrowUp" }[side];
        if (event.key !== grow && event.key !== shrink) return;
        event.preventDefault();
        event.stopPropagation();
        set((size.value ?? measure()) + (event.key === grow ? KEY_STEP : -KEY_STEP));
      }}
    />
  );
}
