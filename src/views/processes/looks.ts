/** How pages of a process look: colour and mark of each state (shared design: Okabe and Ito's colours). */
import { PageState, type WriteKind } from "../../../workers/protocol-processes.ts";

export type PageMark =
  | "dot"
  | "double"
  | "solid"
  | "notch"
  | "notch-hatched"
  | "notch-dotted"
  | "bar"
  | "none";

export interface PageLook {
  name: string;
  what: string;
  light: string;
  dark: string;
  mark: PageMark;
}

export const PAGE_LOOKS: Record<PageState, PageLook> = {
  [PageState.NONE]: {
    name: "not mapped",
    what: "no mapping of this process covers the page",
    light: "#fbfbfa",
    dark: "#111315",
    mark: "none",
  },
  [PageState.UNTOUCHED]: {
    name: "untouched",
    what: "mapped, without a frame of the process: never touched, or still a file’s page",
    light: "#8d9298",
    dark: "#6d737a",
    mark: "dot",
  },
  [PageState.SHARED]: {
    name: "shared",
    what: "one frame that several processes map since a fork; nobody wrote to it",
    light: "#009e73",
    dark: "#1fb88c",
    mark: "double",
  },
  [PageState.ORIGINAL]: {
    name: "private original",
    what: "a frame that only this process maps and that it did not copy",
    light: "#0072b2",
    dark: "#3d9be0",
    mark: "solid",
  },
  [PageState.COPY]: {
    name: "private copy",
    what: "the process wrote, so the kernel copied the page; the content differs now",
    light: "#c44e00",
    dark: "#f07a2b",
    mark: "notch",
  },
  [PageState.SAME_COPY]: {
    name: "copied though identical",
    what: "a copy whose content is again what the original holds",
    light: "#e69f00",
    dark: "#f0b429",
    mark: "notch-hatched",
  },
  [PageState.COPY_NOT_COMPARED]: {
    name: "private copy, not compared",
    what: "a copy; there are so many that only some are compared with their originals",
    light: "#c9846a",
    dark: "#b9775c",
    mark: "notch-dotted",
  },
  [PageState.SHARED_MAPPING]: {
    name: "shared mapping",
    what: "the frame belongs to the mapping: writes copy nothing",
    light: "#7a4fa3",
    dark: "#b08ad6",
    mark: "bar",
  },
};

/** The order of legends and tables. */
export const SHOWN_STATES: readonly PageState[] = [
  PageState.SHARED,
  PageState.ORIGINAL,
  PageState.COPY,
  PageState.SAME_COPY,
  PageState.COPY_NOT_COMPARED,
  PageState.SHARED_MAPPING,
  PageState.UNTOUCHED,
];

/** Of several pages in one cell the one that tells most is shown. */
export const WEIGHT: Record<PageState, number> = {
  [PageState.NONE]: 0,
  [PageState.UNTOUCHED]: 1,
  [PageState.SHARED_MAPPING]: 2,
  [PageState.SHARED]: 3,
  [PageState.ORIGINAL]: 4,
  [PageState.COPY_NOT_COMPARED]: 5,
  [PageState.SAME_COPY]: 6,
  [PageState.COPY]: 7,
};

export const WRITE_NAMES: Record<WriteKind, readonly [string, string]> = {
  refcount: ["●", "a reference count"],
  allocator: ["▮", "an allocator"],
  collector: ["✚", "the collector"],
  data: ["■", "data"],
};

/** Draws one page, `size` CSS pixels wide. */
export function drawPage(
  draw: CanvasRenderingContext2D,
  state: PageState,
  dark: boolean,
  [x, y, size]: readonly [number, number, number],
): void {
  const look = PAGE_LOOKS[state];
  const ground = PAGE_LOOKS[PageState.NONE][dark ? "dark" : "light"];
  const colour = dark ? look.dark : look.light;
  const inner = size - 1;
  if (look.mark === "none") return;
  draw.fillStyle = colour;
  if (look.mark === "dot") {
    draw.fillRect(x + inner / 2 - 0.5, y + inner / 2 - 0.5, 1, 1);
    return;
  }
  draw.fillRect(x, y, inner, inner);
  draw.fillStyle = ground;
  const third = Math.max(1, Math.round(inner / 3));
  if (look.mark.startsWith("notch")) draw.fillRect(x + inner - third, y, third, third);
  if (look.mark === "double" && inner >= 5) {
    draw.fillRect(x + 1, y + 1, inner - 2, inner - 2);
    draw.fillStyle = colour;
    draw.fillRect(x + 2, y + 2, inner - 4, inner - 4);
  } else if (look.mark === "notch-hatched") {
    draw.fillRect(x, y + inner - 2 * Math.ceil(inner / 5), inner, 1);
    draw.fillRect(x, y + Math.ceil(inner / 5), inner - third, 1);
  } else if (look.mark === "notch-dotted") {
    draw.fillRect(x + Math.floor(inner / 2), y + Math.floor(inner / 2), 1, 1);
  } else if (look.mark === "bar") {
    draw.fillRect(x + Math.floor(inner / 2), y, 1, inner);
  }
}
