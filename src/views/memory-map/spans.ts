/** Which pages the viewport shows, as stretches of addresses. Pure. */
import type { Viewport } from "../../state/cells.ts";
import type { Size } from "./camera.ts";
import { type Band, CHUNK, type Layout, PAGE } from "./layout.ts";
import type { PageSpan } from "./store.ts";

/** Rows of a band that are on screen, last one excluded; null for none. */
function visibleRows(band: Band, view: Viewport, size: Size): [number, number] | null {
  const from = Math.max(0, Math.floor(view.y - band.y));
  const to = Math.min(band.rows, Math.ceil(view.y + size.height / view.scale - band.y));
  return from < to ? [from, to] : null;
}

/** Whole rows, widened to whole chunks: what page texels are pulled for. */
export function visibleSpans(layout: Layout, view: Viewport, size: Size): PageSpan[] {
  const spans: PageSpan[] = [];
  for (const band of layout.bands) {
    const rows = band.kind === "pages" ? visibleRows(band, view, size) : null;
    if (rows === null) continue;
    const mapped = (band.end - band.start) / PAGE;
    const from = Math.floor((rows[0] * layout.columns) / CHUNK) * CHUNK;
    const to = Math.min(mapped, Math.ceil((rows[1] * layout.columns) / CHUNK) * CHUNK);
    if (from >= to) continue;
    spans.push({ addr: band.start + from * PAGE, first: band.firstPage + from, count: to - from });
  }
  return spans;
}

/** Only the pages on screen, a span a row: what words and values are pulled for. */
export function visiblePages(layout: Layout, view: Viewport, size: Size): PageSpan[] {
  const left = Math.max(0, Math.floor(view.x));
  const right = Math.min(layout.columns, Math.ceil(view.x + size.width / view.scale));
  const spans: PageSpan[] = [];
  for (const band of layout.bands) {
    const rows = band.kind === "pages" ? visibleRows(band, view, size) : null;
    if (rows === null || left >= right) continue;
    const mapped = (band.end - band.start) / PAGE;
    for (let row = rows[0]; row < rows[1]; row++) {
      const from = row * layout.columns + left;
      const to = Math.min(mapped, row * layout.columns + right);
      if (from >= to) continue;
      spans.push({
        addr: band.start + from * PAGE,
        first: band.firstPage + from,
        count: to - from,
      });
    }
  }
  return spans;
}
