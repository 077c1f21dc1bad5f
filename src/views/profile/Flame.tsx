/** The flame chart over the clock: true stacks, in as many columns as can be counted in a moment. */
import { pixelRatio, watchCanvas } from "../canvas.ts";
import { computed } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { type FlameBox, flameOf, pathOf } from "../../instruments/call-tree.ts";
import type { CallTree, RunSummary } from "../../../workers/protocol.ts";
import { chosenFunction, instant, isDark, profile, summary, tree } from "../../state/cells.ts";
import { seek } from "../../state/engine.ts";
import { group } from "../format.ts";
import { invalidate } from "../frame.ts";
import { paletteOf } from "../memory-map/palette.ts";
import { instantOf, makeAxis, type Piece, pixelOf } from "../timeline/axis.ts";
import { showSpan } from "../timeline/zoom.ts";
import { wanted } from "./Profile.tsx";

const ROW = 17;
const FONT = "10.5px ui-monospace, 'SF Mono', 'DejaVu Sans Mono', monospace";
/** A narrower box cannot carry a name. */
const TEXT_MIN = 28;
/** Boxes below this width are not drawn one by one. */
const BOX_MIN = 0.4;

/** Layers by source file: interpreter, objects, C library. Shade is never the only difference: boxes are named. */
const SHADES = {
  light: { object: "#b9d6ea", library: "#d9dbde", interpreter: "#efe3b0" },
  dark: { object: "#27475c", library: "#383d43", interpreter: "#4d4622" },
};

const boxes = computed<FlameBox[]>(() => (tree.value === null ? [] : flameOf(tree.value)));
const depth = computed(() => boxes.value.reduce((most, box) => Math.max(most, box.depth + 1), 1));
const files = computed(() => new Map(profile.value?.map(({ name, file }) => [name, file])));

export function Flame() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hint, setHint] = useState<FlameBox | null>(null);
  const hovered = useRef<FlameBox | null>(null);
  hovered.current = hint;
  useEffect(() => (canvas.current === null ? undefined : watch(canvas.current, hovered)), []);
  useEffect(invalidate, [hint]);
  const now = tree.value;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys. */}
      <section class="flame" tabIndex={0} aria-label="Flame chart">
        <canvas
          ref={canvas}
          role="img"
          aria-label="Flame chart over the clock. The tree view has the same paths as text"
          data-testid="flame"
          style={{ height: `${depth.value * ROW + 2}px` }}
          onPointerMove={(event) => setHint(boxAt(event))}
          onPointerLeave={() => setHint(null)}
          onClick={(event) => {
            const box = boxAt(event);
            if (box !== null && now !== null) chosenFunction.value = now.names[box.node] ?? null;
            const at = clockAt(event);
            if (at !== null) void seek(at);
          }}
          onDblClick={(event) => {
            const box = boxAt(event);
            if (box !== null && now !== null)
              showSpan(clockOf(now, box.left), clockOf(now, box.right));
          }}
        />
      </section>
      <p class="quiet small flame-hint">
        {hint === null || now === null ? (
          "Click: go there. Double click: zoom the timeline to it. Within a column the heaviest path stands first."
        ) : (
          <>
            <span class="mono">{now.names[hint.node]}</span>, {group(costOf(now, hint))} Ir here,
            depth {hint.depth + 1}: {pathOf(now, hint.node).slice(-4).join(" › ")}
          </>
        )}
      </p>
    </>
  );
}

function clockOf(now: CallTree, share: number): number {
  const [first, last] = [now.cuts[0] ?? 0, now.cuts.at(-1) ?? 0];
  return first + share * (last - first);
}

function costOf(now: CallTree, box: FlameBox): number {
  return clockOf(now, box.right) - clockOf(now, box.left);
}

function axisOf(run: RunSummary, now: CallTree, width: number): Piece[] {
  return makeAxis(run, width, [now.cuts[0] ?? 0, now.cuts.at(-1) ?? run.total]);
}

function clockAt(event: MouseEvent): number | null {
  const [run, now] = [summary.peek(), tree.peek()];
  const { clientWidth } = event.currentTarget as HTMLCanvasElement;
  return run === null || now === null
    ? null
    : instantOf(axisOf(run, now, clientWidth), event.offsetX);
}

function boxAt(event: MouseEvent): FlameBox | null {
  const now = tree.peek();
  const at = clockAt(event);
  if (now === null || at === null) return null;
  const row = Math.floor(event.offsetY / ROW);
  return (
    boxes
      .peek()
      .find(
        (box) => box.depth === row && clockOf(now, box.left) <= at && at <= clockOf(now, box.right),
      ) ?? null
  );
}

function watch(canvas: HTMLCanvasElement, hovered: { current: FlameBox | null }): () => void {
  const paint = (draw: CanvasRenderingContext2D) => {
    const [run, now] = [summary.peek(), tree.peek()];
    if (run !== null && now !== null) drawFlame(draw, canvas, run, now, hovered.current);
  };
  return watchCanvas(canvas, paint, () => {
    void [tree.value, instant.value, chosenFunction.value, wanted.value, profile.value];
  });
}

function shadeOf(name: string, dark: boolean): string {
  const file = files.value.get(name) ?? "";
  const shades = dark ? SHADES.dark : SHADES.light;
  if (/object\.c|obmalloc/.test(file) || /^(Py|_Py|list_|int_)/.test(name)) return shades.object;
  return /^(builtin|call_function|main|run_)/.test(name) ? shades.interpreter : shades.library;
}

function drawFlame(
  draw: CanvasRenderingContext2D,
  canvas: HTMLCanvasElement,
  run: RunSummary,
  now: CallTree,
  hovered: FlameBox | null,
): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = pixelRatio();
  const palette = paletteOf(isDark.peek());
  draw.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw.clearRect(0, 0, width, height);
  const axis = axisOf(run, now, width);
  const word = wanted.peek().trim().toLowerCase();
  draw.font = FONT;
  draw.textBaseline = "middle";
  for (const box of boxes.peek()) {
    const left = pixelOf(axis, clockOf(now, box.left));
    const right = pixelOf(axis, clockOf(now, box.right));
    if (right - left < BOX_MIN) continue;
    const name = now.names[box.node] ?? "";
    const top = box.depth * ROW;
    const isChosen = name === chosenFunction.peek() || box === hovered;
    draw.fillStyle = isChosen ? palette.css.accent : shadeOf(name, palette.dark);
    draw.globalAlpha = word === "" || name.toLowerCase().includes(word) ? 1 : 0.3;
    draw.fillRect(left, top, Math.max(0.6, right - left - 0.6), ROW - 1);
    if (right - left >= TEXT_MIN) {
      draw.fillStyle = isChosen ? palette.css.surface : palette.css.ink;
      draw.fillText(fitted(draw, name, right - left - 6), left + 3, top + ROW / 2);
    }
  }
  draw.globalAlpha = 1;
  const at = instant.peek()?.ir ?? -1;
  if (at >= (now.cuts[0] ?? 0) && at <= (now.cuts.at(-1) ?? 0)) {
    draw.fillStyle = palette.css.accent;
    draw.fillRect(pixelOf(axis, at) - 1, 0, 2, height);
  }
}

function fitted(draw: CanvasRenderingContext2D, name: string, room: number): string {
  const each = draw.measureText("m").width;
  const letters = Math.floor(room / each);
  return name.length <= letters ? name : letters > 3 ? `${name.slice(0, letters - 1)}…` : "";
}
