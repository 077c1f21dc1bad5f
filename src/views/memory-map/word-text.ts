/** The words' real values as text, drawn only where a word is large enough to be read. */
import { Owner, Stat, Word } from "../../../assembly/abi/layout.ts";
import { address } from "../format.ts";
import { fieldName, shortValue, wordAt, type WordView } from "../words.ts";
import { PAGE, PAGE_WORDS, WORD } from "./layout.ts";
import { MONO_FONT, type Pen, type Rect, rectOf } from "./scene.ts";

/** Heights of a word, in CSS pixels, from which its value, its name and its address fit. */
export const VALUE_HEIGHT = 10.5;
const NAME_HEIGHT = 28;
const ADDRESS_HEIGHT = 34;

export function drawWords(pen: Pen): void {
  const { draw, scene } = pen;
  if (scene.view.scale / 64 < VALUE_HEIGHT) return;
  draw.textBaseline = "middle";
  draw.textAlign = "left";
  for (const span of scene.pages) {
    for (let page = 0; page < span.count; page++) drawPage(pen, span.addr + page * PAGE);
  }
}

function drawPage(pen: Pen, addr: number): void {
  const values = pen.scene.store.valuesAt(addr);
  const corner = rectOf(pen, addr);
  if (values === null || corner === null) return;
  const { size } = pen.scene;
  for (let word = 0; word < PAGE_WORDS; word++) {
    const x = corner.x + (word % 8) * corner.width;
    const y = corner.y + Math.floor(word / 8) * corner.height;
    if (x > size.width || y > size.height || x + corner.width < 0 || y + corner.height < 0)
      continue;
    const view = wordAt(values, word * 4, addr + word * WORD);
    drawWord(pen, view, { ...corner, x, y });
  }
}

function drawWord({ draw, scene }: Pen, view: WordView, rect: Rect): void {
  const text = shortValue(view);
  const hasName = rect.height >= NAME_HEIGHT && !isSilent(view);
  if (text === "" && !hasName) return;
  const { ink, quiet, surface } = scene.palette.css;
  const strong = view.owner === Owner.INT_LIVE;
  // A light ground in both themes.
  const onYellow = view.word === Word.ITEM_INT || view.word === Word.ITEM_SMALL;
  draw.fillStyle = strong
    ? scene.palette.dark
      ? "#05080a"
      : "#ffffff"
    : onYellow
      ? "#16181a"
      : ink;
  const isMain = view.word === Word.OB_IVAL || view.word === Word.OB_REFCNT;
  const left = rect.x + Math.min(rect.height, 18) + 2;
  const room = rect.x + rect.width - left - 4;
  const fontSize = Math.min(13, Math.max(9, rect.height * 0.72));
  draw.font = `${isMain && view.word === Word.OB_IVAL ? "600 " : ""}${fontSize}px ${MONO_FONT}`;
  const middle = rect.y + rect.height / 2;
  const down = hasName ? rect.height * 0.2 : 0;
  if (view.owner === Owner.METADATA) clearGround(draw, surface, rect);
  if (view.word === Word.FREE_LINK) {
    // The chain's arrows pass below its own addresses.
    const ink = draw.fillStyle;
    draw.fillStyle = surface;
    const width = Math.min(room, draw.measureText(text).width);
    draw.fillRect(left - 2, middle + down - fontSize / 2 - 1, width + 4, fontSize + 2);
    draw.fillStyle = ink;
  }
  if (text !== "") draw.fillText(text, left, middle + down, room);
  if (!hasName) return;
  draw.font = `10px ${MONO_FONT}`;
  if (!strong && !onYellow) draw.fillStyle = quiet;
  const items = scene.instant?.stats[Stat.ITEMS_ADDR] ?? 0;
  const isItem = view.owner === Owner.ITEMS && view.addr >= items;
  const name = isItem ? `ob_item[${(view.addr - items) / WORD}]` : fieldName(view.word);
  draw.fillText(name, left, middle - rect.height * 0.22, room);
  if (rect.height < ADDRESS_HEIGHT || room < 190) return;
  draw.textAlign = "right";
  draw.fillText(address(view.addr), rect.x + rect.width - 8, middle - rect.height * 0.22);
  draw.textAlign = "left";
}

/** Words about which there is nothing to say but what the picture shows. */
function isSilent({ word, owner }: WordView): boolean {
  // Its value already begins with its name.
  if (owner === Owner.METADATA) return true;
  const inSlot = owner === Owner.INT_VIRGIN || owner === Owner.INT_FREE;
  return word === Word.UNKNOWN || word === Word.ABSENT || (word === Word.STALE && !inSlot);
}

/** Hair lines would run through the letters: metadata keeps them at its left end only. */
function clearGround(draw: CanvasRenderingContext2D, ground: string, rect: Rect): void {
  const ink = draw.fillStyle;
  const left = Math.min(rect.height, 18);
  draw.fillStyle = ground;
  draw.fillRect(rect.x + left, rect.y + 2, rect.width - left - 3, rect.height - 4);
  draw.fillStyle = ink;
}
