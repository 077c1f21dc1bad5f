/** Marks of events on the timeline: every kind has a shape of its own, so that colour is not needed. */
import { Ev } from "../../../assembly/abi/events.ts";

export type Shape = "tick" | "square" | "up" | "down" | "diamond" | "ring" | "dot" | "cross";

interface Glyph {
  shape: Shape;
  /** 0: what happens to objects, 1: what happens to memory. */
  row: 0 | 1;
  name: string;
  /** Dense kinds are drawn paler. */
  faint?: true;
}

export const GLYPHS: Partial<Record<Ev, Glyph>> = {
  [Ev.LIST_NEW]: { shape: "square", row: 0, name: "a list is made" },
  [Ev.LIST_DEALLOC]: { shape: "cross", row: 0, name: "a list dies" },
  [Ev.INT_BLOCK]: { shape: "diamond", row: 0, name: "an int block" },
  [Ev.BLOCK_FREE]: { shape: "cross", row: 0, name: "a block is given back" },
  [Ev.BLOCK_KEEP]: { shape: "ring", row: 0, name: "a block is kept" },
  [Ev.CLEAR_BEGIN]: { shape: "square", row: 0, name: "PyInt_ClearFreeList begins" },
  [Ev.CLEAR_END]: { shape: "square", row: 0, name: "PyInt_ClearFreeList ends" },
  [Ev.INT_TAKE]: { shape: "up", row: 0, name: "an int is made", faint: true },
  [Ev.INT_FREE]: { shape: "down", row: 0, name: "an int dies", faint: true },
  [Ev.INCREF]: { shape: "dot", row: 0, name: "a count rises", faint: true },
  [Ev.DECREF]: { shape: "dot", row: 0, name: "a count falls", faint: true },
  [Ev.LIST_SET]: { shape: "tick", row: 0, name: "a reference is stored", faint: true },
  [Ev.MALLOC]: { shape: "up", row: 1, name: "malloc" },
  [Ev.FREE]: { shape: "down", row: 1, name: "free" },
  [Ev.BRK]: { shape: "diamond", row: 1, name: "brk" },
  [Ev.MMAP]: { shape: "square", row: 1, name: "mmap" },
  [Ev.MUNMAP]: { shape: "cross", row: 1, name: "munmap" },
  [Ev.MREMAP]: { shape: "square", row: 1, name: "mremap" },
  [Ev.FAULT]: { shape: "ring", row: 1, name: "a page fault" },
  [Ev.MEMSET]: { shape: "tick", row: 1, name: "memset" },
  [Ev.OUTPUT]: { shape: "dot", row: 0, name: "output" },
  [Ev.SLEEP]: { shape: "ring", row: 0, name: "sleep" },
  [Ev.FORK]: { shape: "down", row: 0, name: "a process forks" },
  [Ev.WAIT]: { shape: "up", row: 0, name: "a child was waited for" },
  [Ev.COLLECT]: { shape: "tick", row: 0, name: "a collection" },
  [Ev.MARK]: { shape: "cross", row: 1, name: "an object is marked", faint: true },
  [Ev.SWEEP]: { shape: "dot", row: 1, name: "a block is swept" },
};

/** Draws a shape around (x, y); `r` is half its size. */
export function drawShape(
  draw: CanvasRenderingContext2D,
  shape: Shape,
  x: number,
  y: number,
  r: number,
): void {
  draw.beginPath();
  switch (shape) {
    case "tick":
      draw.rect(x - 0.5, y - r, 1, 2 * r);
      break;
    case "square":
      draw.rect(x - r + 0.5, y - r + 0.5, 2 * r - 1, 2 * r - 1);
      break;
    case "dot":
      draw.arc(x, y, r * 0.5, 0, 2 * Math.PI);
      break;
    case "ring":
      draw.arc(x, y, r - 0.5, 0, 2 * Math.PI);
      draw.stroke();
      return;
    case "cross":
      draw.moveTo(x - r, y - r);
      draw.lineTo(x + r, y + r);
      draw.moveTo(x + r, y - r);
      draw.lineTo(x - r, y + r);
      draw.stroke();
      return;
    case "up":
    case "down": {
      const tip = shape === "up" ? -r : r;
      draw.moveTo(x, y + tip);
      draw.lineTo(x - r, y - tip);
      draw.lineTo(x + r, y - tip);
      break;
    }
    case "diamond":
      draw.moveTo(x, y - r);
      draw.lineTo(x + r, y);
      draw.lineTo(x, y + r);
      draw.lineTo(x - r, y);
      break;
  }
  draw.closePath();
  draw.fill();
}
