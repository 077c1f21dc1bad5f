/** What lies under the pointer: address, whose word, value. It asks only when the pointer rests. */
import { useEffect, useRef, useState } from "preact/hooks";
import { instant } from "../../state/cells.ts";
import { ask } from "../../state/engine.ts";
import { address } from "../format.ts";
import { decodeWords, fieldName, longValue, meaning, type WordView } from "../words.ts";
import type { MapController } from "./controller.ts";
import { LOOKS, stateOfWord } from "./states.ts";
import "./tooltip.css";

const REST_MS = 90;
const OFFSET = 16;

interface Hint {
  x: number;
  y: number;
  view: WordView;
}

export function Tooltip({ map }: { map: MapController }) {
  const [hint, setHint] = useState<Hint | null>(null);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => watchPointer(map, setHint), [map]);
  useEffect(() => setHint(null), [instant.value]);
  useEffect(() => {
    if (box.current !== null && hint !== null) place(box.current, hint);
  }, [hint]);

  if (hint === null) return null;
  const { view } = hint;
  return (
    <div class="tooltip" ref={box} role="tooltip">
      <div class="mono">{address(view.addr)}</div>
      <strong>{LOOKS[stateOfWord(view.word, view.owner, view.look)].name}</strong>
      <div class="mono">
        {fieldName(view.word)} {longValue(view)}
      </div>
      <div class="quiet">{meaning(view)}</div>
    </div>
  );
}

function surfaceOf(): HTMLElement | null {
  return document.querySelector(".map-surface");
}

/** Beside the pointer, inside the map. Set through the CSSOM: the CSP forbids style attributes. */
function place(element: HTMLElement, { x, y }: Hint): void {
  const surface = surfaceOf();
  if (surface === null) return;
  const right = surface.clientWidth - element.offsetWidth - 8;
  const below = y + OFFSET + element.offsetHeight < surface.clientHeight;
  element.style.left = `${Math.max(8, Math.min(x + OFFSET, right))}px`;
  element.style.top = `${below ? y + OFFSET : Math.max(8, y - OFFSET - element.offsetHeight)}px`;
}

function watchPointer(map: MapController, show: (hint: Hint | null) => void): () => void {
  const surface = surfaceOf();
  if (surface === null) return () => undefined;
  let timer = 0;
  const move = (event: PointerEvent) => {
    clearTimeout(timer);
    show(null);
    if (event.buttons !== 0 || event.pointerType === "touch") return;
    const box = surface.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    timer = window.setTimeout(async () => {
      const addr = map.addressAt(x, y);
      if (addr === null) return;
      const values = await ask((api) => api.values(addr, 1));
      const view = values === null ? undefined : decodeWords(addr, values)[0];
      if (view !== undefined) show({ x, y, view });
    }, REST_MS);
  };
  const leave = () => {
    clearTimeout(timer);
    show(null);
  };
  surface.addEventListener("pointermove", move);
  surface.addEventListener("pointerleave", leave);
  return () => {
    clearTimeout(timer);
    surface.removeEventListener("pointermove", move);
    surface.removeEventListener("pointerleave", leave);
  };
}
