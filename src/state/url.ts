/**
 * The link of a moment: `#v1;n=300;build=…;launch=recipe;under=native;ir=18204113;grain=call`.
 * Parts that are left out have their defaults; a part that cannot be read makes the link damaged.
 */
import type { Grain } from "../../workers/protocol.ts";
import { DEFAULT_REQUEST, GRAINS, N_MAX, type Request } from "./cells.ts";

export interface Link {
  request: Request;
  /** Null: where a run begins by itself. */
  ir: number | null;
  grain: Grain;
}

export const DEFAULT_LINK: Link = { request: DEFAULT_REQUEST, ir: null, grain: "allocator" };

export function printLink(link: Link): string {
  const { n, build, launch, under } = link.request;
  const parts = ["v1", `n=${n}`, `build=${build}`, `launch=${launch}`, `under=${under}`];
  if (link.ir !== null) parts.push(`ir=${link.ir}`);
  parts.push(`grain=${link.grain}`);
  return `#${parts.join(";")}`;
}

/** The link's content, or what is wrong with it. */
export function parseLink(hash: string): Link | { damage: string } {
  if (hash === "" || hash === "#") return DEFAULT_LINK;
  const [version, ...parts] = hash.slice(1).split(";");
  if (version !== "v1") return { damage: `its version is “${version}”, this page reads “v1”` };
  const link: Link = { request: { ...DEFAULT_REQUEST }, ir: null, grain: DEFAULT_LINK.grain };
  for (const part of parts) {
    const at = part.indexOf("=");
    const damage = readPart(link, part.slice(0, at), decodeURIComponent(part.slice(at + 1)));
    if (damage !== null) return { damage };
  }
  return link;
}

function readPart(link: Link, name: string, value: string): string | null {
  switch (name) {
    case "n":
      link.request.n = Number(value);
      return isLength(value) ? null : `n is “${value}”`;
    case "build":
      link.request.build = value;
      return /^[\w.-]+$/.test(value) ? null : `the build is “${value}”`;
    case "launch":
      if (value !== "recipe" && value !== "site" && value !== "c") return `launch is “${value}”`;
      link.request.launch = value;
      return null;
    case "under":
      if (value !== "native" && value !== "callgrind") return `under is “${value}”`;
      link.request.under = value;
      return null;
    case "ir":
      link.ir = Number(value);
      return /^\d{1,15}$/.test(value) ? null : `ir is “${value}”`;
    case "grain": {
      const grain = GRAINS.find((one) => one === value);
      if (grain === undefined) return `the grain is “${value}”`;
      link.grain = grain;
      return null;
    }
    default:
      return `it has a part “${name}” that means nothing here`;
  }
}

/** True for the text of a whole number that `range(n)` is simulated for. */
export function isLength(text: string): boolean {
  return /^\d{1,9}$/.test(text.trim()) && Number(text) <= N_MAX;
}
