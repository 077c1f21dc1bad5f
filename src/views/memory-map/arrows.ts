/** References as arrows: the free list's chain, and what the selected word points to. */
import { Ev } from "../../../assembly/abi/events.ts";
import { Word } from "../../../assembly/abi/layout.ts";
import { pointee, wordAt } from "../words.ts";
import { PAGE, PAGE_WORDS, WORD } from "./layout.ts";
import { type Pen, type Rect, rectOf } from "./scene.ts";
import { VALUE_HEIGHT } from "./word-text.ts";

/** More arrows than this are a thicket, not a chain. */
const CHAIN_MAX = 200;
/** References of a long step that are drawn: the newest. */
const STORED_MAX = 48;
/** A word must be this high for arrows between neighbours to be seen. */
const CHAIN_HEIGHT = 2.4;

export function drawChain(pen: Pen): void {
  const { draw, scene } = pen;
  if (scene.view.scale / 64 < CHAIN_HEIGHT) return;
  draw.strokeStyle = scene.palette.css.ink;
  draw.fillStyle = scene.palette.css.ink;
  draw.lineWidth = 1;
  draw.globalAlpha = scene.view.scale / 64 < VALUE_HEIGHT ? 0.62 : 0.4;
  let drawn = 0;
  for (const [addr, to] of visibleLinks(pen, LINKS)) {
    if (drawn >= CHAIN_MAX) break;
    if (drawLink(pen, addr, to)) drawn += 1;
  }
  draw.globalAlpha = 1;
}

/** From list slots on screen to their ints, when asked for: both ends need not be in sight. */
export function drawItems(pen: Pen): void {
  const { draw, scene } = pen;
  if (!scene.arrows) return;
  draw.strokeStyle = scene.palette.css.accent;
  draw.fillStyle = scene.palette.css.accent;
  draw.lineWidth = 1;
  draw.globalAlpha = 0.5;
  let drawn = 0;
  for (const [addr, to] of visibleLinks(pen, ITEMS)) {
    if (drawn >= CHAIN_MAX) break;
    if (drawLink(pen, addr, to)) drawn += 1;
  }
  draw.globalAlpha = 1;
}

const LINKS: readonly Word[] = [Word.FREE_LINK];
const ITEMS: readonly Word[] = [Word.ITEM_INT, Word.ITEM_SMALL];

/** Words of some kinds on screen and what they point to. */
function* visibleLinks({ scene }: Pen, kinds: readonly Word[]): Generator<[number, number]> {
  for (const span of scene.pages) {
    for (let page = 0; page < span.count; page++) {
      const addr = span.addr + page * PAGE;
      const values = scene.store.valuesAt(addr);
      if (values === null) continue;
      for (let word = 0; word < PAGE_WORDS; word++) {
        if (!kinds.includes(values[word * 4] ?? Word.UNMAPPED)) continue;
        const to = pointee(wordAt(values, word * 4, addr + word * WORD));
        if (to !== null) yield [addr + word * WORD, to];
      }
    }
  }
}

function drawLink(pen: Pen, addr: number, to: number): boolean {
  const from = rectOf(pen, addr);
  const target = rectOf(pen, to);
  if (from === null || target === null) return false;
  const { width, height } = pen.scene.size;
  if (from.x > width || from.y > height || from.x + from.width < 0 || from.y + from.height < 0) {
    return false;
  }
  const fromX = from.x + from.width * 0.5;
  const fromY = from.y + from.height * 0.5;
  const toX = target.x + target.width * 0.5;
  const toY = target.y + target.height * 0.5;
  curve(pen, fromX, fromY, toX, toY, from.height);
  return true;
}

/** An arrow that leaves the straight line a little, so that arrows of one row stay apart. */
function curve(
  { draw }: Pen,
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
  height: number,
): void {
  const dx = toX - fromX;
  const dy = toY - fromY;
  const length = Math.hypot(dx, dy);
  if (length < 2) return;
  const bend = Math.min(0.22 * length, Math.max(4, height * 0.7));
  const middleX = (fromX + toX) / 2 + (dy / length) * bend;
  const middleY = (fromY + toY) / 2 - (dx / length) * bend;
  draw.beginPath();
  draw.moveTo(fromX, fromY);
  draw.quadraticCurveTo(middleX, middleY, toX, toY);
  draw.stroke();
  const angle = Math.atan2(toY - middleY, toX - middleX);
  const head = Math.min(7, Math.max(3, height * 0.5));
  draw.beginPath();
  draw.moveTo(toX, toY);
  draw.lineTo(toX - head * Math.cos(angle - 0.45), toY - head * Math.sin(angle - 0.45));
  draw.lineTo(toX - head * Math.cos(angle + 0.45), toY - head * Math.sin(angle + 0.45));
  draw.closePath();
  draw.fill();
}

/** References that were stored in the last steps: from the list's slot to the int. */
export function drawStored(pen: Pen): void {
  const { draw, scene } = pen;
  const stored = scene.trail.filter(({ event }) => event.kind === Ev.LIST_SET).slice(-STORED_MAX);
  draw.strokeStyle = scene.palette.css.accent;
  draw.fillStyle = scene.palette.css.accent;
  for (const [index, { event }] of stored.entries()) {
    const from = rectOf(pen, event.addr);
    const target = rectOf(pen, event.a);
    if (from === null || target === null) continue;
    const isLast = index === stored.length - 1;
    draw.lineWidth = isLast ? 2 : 1;
    draw.globalAlpha = isLast ? 1 : 0.22;
    curve(pen, ...middleOf(from), ...middleOf(target), Math.max(10, from.height));
  }
  draw.globalAlpha = 1;
}

/** From the selected word to the word it points to. */
export function drawReference(pen: Pen): void {
  const { draw, scene } = pen;
  if (scene.selected === null) return;
  const page = scene.selected - (scene.selected % PAGE);
  const values = scene.store.valuesAt(page);
  if (values === null) return;
  const at = ((scene.selected - page) / WORD) * 4;
  const to = pointee(wordAt(values, at, scene.selected));
  const from = rectOf(pen, scene.selected);
  const target = to === null ? null : rectOf(pen, to);
  if (from === null || target === null) return;
  for (const [width, colour] of [
    [4, scene.palette.css.surface],
    [2, scene.palette.css.accent],
  ] as const) {
    draw.lineWidth = width;
    draw.strokeStyle = colour;
    draw.fillStyle = colour;
    curve(pen, ...middleOf(from), ...middleOf(target), Math.max(10, from.height));
  }
}

function middleOf(rect: Rect): [number, number] {
  return [rect.x + rect.width / 2, rect.y + rect.height / 2];
}
