/**
 * Text, arrows and outlines above the picture, on a canvas of its own: the browser's text is sharp
 * at every size and needs no font texture. Drawn together with the picture.
 */
import { pixelRatio } from "../canvas.ts";
import { Stat } from "../../../assembly/abi/layout.ts";
import { address } from "../format.ts";
import { drawChain, drawItems, drawReference, drawStored } from "./arrows.ts";
import type { Band } from "./layout.ts";
import { MONO_FONT, type Pen, type Rect, rectOf, type Scene, UI_FONT } from "./scene.ts";
import { canvasText } from "../theme.ts";
import { drawWords } from "./word-text.ts";

const LABEL_PX = 16;
/** A flag stands above the ring around the current word, its name above a band's name. */
const STEM = 13;

export function drawOverlay(draw: CanvasRenderingContext2D, scene: Scene): void {
  const ratio = pixelRatio();
  draw.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw.clearRect(0, 0, scene.size.width, scene.size.height);
  const pen = { draw, scene };
  // Text stands above the arrows: a struck-out address cannot be read.
  drawChain(pen);
  drawItems(pen);
  drawWords(pen);
  drawStored(pen);
  drawReference(pen);
  drawOutlines(pen);
  const names: Rect[] = [];
  for (const band of scene.layout.bands) drawBandLabel(pen, band, names);
  drawFlags(pen, names);
}

/** The band's name in the gap above it; at the top edge while the band itself is cut off there. */
function drawBandLabel({ draw, scene }: Pen, band: Band, placed: Rect[]): void {
  const { view, size, palette } = scene;
  const labelHeight = canvasText(LABEL_PX);
  const top = (band.y - view.y) * view.scale;
  const bottom = (band.y + band.rows - view.y) * view.scale;
  if (bottom < labelHeight || top > size.height + labelHeight) return;
  const left = Math.max(6, -view.x * view.scale + 1);
  const isFold = band.kind === "fold";
  if (isFold) drawFold(draw, scene, top, bottom);
  // Far away, where gaps are narrower than names, a name stands lower, on its own band.
  const last = placed.at(-1);
  const at = Math.max(2, top - labelHeight, last === undefined ? 0 : last.y + last.height);
  const range = band.start < 0 ? "" : `${address(band.start)} – ${address(band.end)}`;
  draw.font = `600 ${canvasText(11)}px ${UI_FONT}`;
  const nameWidth = draw.measureText(band.label).width;
  draw.font = `${canvasText(11)}px ${MONO_FONT}`;
  const isWide = size.width > 520 && !isFold && range !== "";
  const width = nameWidth + (isWide ? 8 + draw.measureText(range).width : 0);
  draw.fillStyle = palette.css.panel;
  draw.globalAlpha = 0.92;
  draw.fillRect(left - 3, at, width + 8, labelHeight - 1);
  draw.globalAlpha = 1;
  draw.fillStyle = palette.css.quiet;
  draw.textBaseline = "middle";
  draw.textAlign = "left";
  if (isWide) draw.fillText(range, left + nameWidth + 8, at + labelHeight / 2);
  draw.font = `600 ${canvasText(11)}px ${UI_FONT}`;
  draw.fillStyle = isFold ? palette.css.quiet : palette.css.ink;
  draw.fillText(band.label, left, at + labelHeight / 2);
  placed.push({ x: left - 3, y: at, width: width + 8, height: labelHeight });
}

/** A folded run of mappings: two lines with teeth between them, like a cut. */
function drawFold(draw: CanvasRenderingContext2D, scene: Scene, top: number, bottom: number): void {
  const left = -scene.view.x * scene.view.scale;
  const right = left + scene.layout.columns * scene.view.scale;
  const from = Math.max(-8, left);
  const to = Math.min(scene.size.width + 8, right);
  const middle = (top + Math.min(bottom, top + 8)) / 2;
  draw.strokeStyle = scene.palette.css.quiet;
  draw.globalAlpha = 0.5;
  draw.lineWidth = 1;
  draw.beginPath();
  for (let x = from, up = true; x <= to; x += 5, up = !up) draw.lineTo(x, middle + (up ? -2 : 2));
  draw.stroke();
  draw.globalAlpha = 1;
}

function drawOutlines(pen: Pen): void {
  const { scene } = pen;
  if (scene.hovered !== null) outline(pen, scene.hovered, scene.palette.css.ink, 1);
  if (scene.selected !== null) outline(pen, scene.selected, scene.palette.css.accent, 2);
  if (scene.current !== null) locate(pen, scene.current);
}

function outline(pen: Pen, addr: number, colour: string, width: number): void {
  const rect = rectOf(pen, addr);
  if (rect === null) return;
  const { draw, scene } = pen;
  const grow = Math.max(0, 3 - rect.height / 2);
  const box = [
    rect.x - grow,
    rect.y - grow,
    rect.width + 2 * grow,
    rect.height + 2 * grow,
  ] as const;
  draw.lineWidth = width + 2;
  draw.strokeStyle = scene.palette.css.surface;
  draw.strokeRect(...box);
  draw.lineWidth = width;
  draw.strokeStyle = colour;
  draw.strokeRect(...box);
}

/** A ring around the current event's word while the word itself is too small to be found. */
function locate(pen: Pen, addr: number): void {
  const rect = rectOf(pen, addr);
  if (rect === null || rect.height >= 9) return;
  const { draw, scene } = pen;
  const x = rect.x + rect.width / 2;
  const y = rect.y + rect.height / 2;
  for (const [width, colour] of [
    [4, scene.palette.css.surface],
    [2, scene.palette.css.accent],
  ] as const) {
    draw.beginPath();
    draw.ellipse(x, y, Math.max(9, rect.width * 0.75), 9, 0, 0, 2 * Math.PI);
    draw.lineWidth = width;
    draw.strokeStyle = colour;
    draw.stroke();
  }
}

/** Small flags at places that have a name: they answer “where is …” at every zoom. They cover no band's name. */
function drawFlags(pen: Pen, names: readonly Rect[]): void {
  const { instant } = pen.scene;
  if (instant === null) return;
  const items = instant.stats[Stat.ITEMS_ADDR] ?? 0;
  const head = instant.stats[Stat.FREE_LIST] ?? 0;
  const heap = pen.scene.layout.bands.find(({ label }) => label === "[heap]");
  const top = heap ? heap.start + (instant.stats[Stat.HEAP_USED] ?? 0) : 0;
  const placed: Rect[] = [...names];
  for (const [addr, name] of [
    [head, "free_list"],
    [items, "ob_item"],
    [top, "top"],
  ] as const) {
    if (addr > 0) flag(pen, addr, name, placed);
  }
}

function flag(pen: Pen, addr: number, name: string, placed: Rect[]): void {
  const { draw, scene } = pen;
  const rect = rectOf(pen, addr);
  if (rect === null || scene.view.scale < 12) return;
  const { x, y } = rect;
  if (x < -2 || y < 0 || x > scene.size.width || y > scene.size.height) return;
  draw.font = `600 ${canvasText(10.5)}px ${MONO_FONT}`;
  const width = draw.measureText(name).width + 8;
  const box: Rect = {
    x: Math.max(2, Math.min(x - 4, scene.size.width - width - 2)),
    y: y - STEM - canvasText(15),
    width,
    height: canvasText(15),
  };
  box.y = freePlace(box, y + rect.height + STEM, placed);
  placed.push(box);
  draw.fillStyle = scene.palette.css.ink;
  draw.strokeStyle = scene.palette.css.surface;
  draw.lineWidth = 1;
  const stemFrom = box.y < y ? box.y + box.height : box.y;
  draw.fillRect(x, Math.min(stemFrom, y), 1.5, Math.abs(y - stemFrom));
  draw.beginPath();
  draw.roundRect(box.x, box.y, box.width, box.height, 3);
  draw.fill();
  draw.stroke();
  draw.fillStyle = scene.palette.css.surface;
  draw.textBaseline = "middle";
  draw.textAlign = "left";
  draw.fillText(name, box.x + 4, box.y + box.height / 2 + 0.5);
}

/** The nearest free place for a flag: as far above as it starts, or as near below, a flag's height at a time. */
function freePlace(box: Rect, below: number, placed: readonly Rect[]): number {
  const isFree = (y: number) => y >= 2 && !placed.some((other) => overlaps(other, { ...box, y }));
  for (let step = 0; step <= placed.length; step++) {
    const away = step * (box.height + 1);
    const found = [box.y - away, below + away].find(isFree);
    if (found !== undefined) return found;
  }
  return below;
}

function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
